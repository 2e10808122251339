import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule } from '@powerpulse/messaging';
import { Database, DatabaseModule } from '@powerpulse/runtime';
import { Calibrator } from './calibration/calibrator.js';
import { AcceptDaysHandler } from './commands/accept-days.command.js';
import { CancelUploadsHandler } from './commands/cancel-uploads.command.js';
import { RecordLabelsHandler } from './commands/record-labels.command.js';
import { RetractDaysHandler } from './commands/retract-days.command.js';
import type { ScoringConfig } from './config.js';
import { ConfiguredScorers } from './configured-scorers.js';
import { scoringDatabase } from './database.js';
import { inbound } from './inbound.js';
import { JobCommitter } from './jobs/job-committer.js';
import { JobJudge } from './jobs/job-judge.js';
import { JobLoops } from './jobs/job-loops.js';
import { JobPacker } from './jobs/job-packer.js';
import { JobQueue } from './jobs/job-queue.js';
import { JobRunner } from './jobs/job-runner.js';
import { ScorerCatalog } from './jobs/scorer-catalog.js';
import { Transcripts } from './jobs/transcripts.js';
import { LlmModule, MODELS } from './llm/llm.module.js';
import type { ModelScorers } from './llm/model-scorers.js';
import { Rubrics } from './llm/rubrics.js';
import { LocalScorer } from './local/local-scorer.js';
import { GetCalibrationHandler } from './queries/get-calibration.query.js';
import { GetEvidenceHandler } from './queries/get-evidence.query.js';
import { GetMessageSentimentsHandler } from './queries/get-message-sentiments.query.js';
import { PublishRubricHandler } from './commands/publish-rubric.command.js';
import { SetBudgetHandler } from './commands/set-budget.command.js';
import { StartBackfillHandler } from './commands/start-backfill.command.js';
import { SteerBackfillHandler } from './commands/steer-backfill.command.js';
import { GetJobsHandler } from './queries/get-jobs.query.js';
import { GetJobHandler } from './queries/get-job.query.js';
import { GetUsageHandler } from './queries/get-usage.query.js';
import { GetRubricsHandler } from './queries/get-rubrics.query.js';
import { EstimateJudgingHandler } from './queries/estimate-judging.query.js';
import { PlanBackfillHandler } from './queries/plan-backfill.query.js';
import { GetBackfillsHandler } from './queries/get-backfills.query.js';
import { ScoringController } from './scoring.controller.js';

const handlers = [
  AcceptDaysHandler,
  RetractDaysHandler,
  CancelUploadsHandler,
  GetEvidenceHandler,
  GetMessageSentimentsHandler,
  PublishRubricHandler,
  SetBudgetHandler,
  StartBackfillHandler,
  SteerBackfillHandler,
  GetJobsHandler,
  GetJobHandler,
  GetUsageHandler,
  GetRubricsHandler,
  PlanBackfillHandler,
  EstimateJudgingHandler,
  GetBackfillsHandler,
  RecordLabelsHandler,
  GetCalibrationHandler,
];

@Module({})
export class ScoringModule {
  static forRoot(config: ScoringConfig): DynamicModule {
    return {
      module: ScoringModule,
      imports: [
        DatabaseModule.forRoot(scoringDatabase(config)),
        MessagingModule.forRoot({
          service: 'scoring',
          natsUrl: config.NATS_URL,
          natsKeyFile: config.NATS_NKEY_FILE,
          natsCaFile: config.NATS_CA_FILE,
          inbound,
          eventsMaxBytes: config.EVENTS_MAX_BYTES,
          eventsReplicas: config.EVENTS_REPLICAS,
        }),
        LlmModule.forRoot(config),
      ],
      controllers: [ScoringController],
      providers: [
        { provide: LocalScorer, useFactory: () => new LocalScorer(config.LOCAL_SCORER_THREADS) },
        {
          provide: ScorerCatalog,
          inject: [Database, LocalScorer, Rubrics, MODELS],
          useFactory: (
            database: Database,
            scorer: LocalScorer,
            rubrics: Rubrics,
            models: ModelScorers | null,
          ) => new ConfiguredScorers(database, scorer, rubrics, models, config.BUDGET_FALLBACK === 'local'),
        },
        JobPacker,
        JobQueue,
        JobRunner,
        JobJudge,
        JobCommitter,
        JobLoops,
        Transcripts,
        Calibrator,
        ...handlers,
      ],
    };
  }
}
