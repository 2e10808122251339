import { Controller } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import {
  EstimateJudging,
  GetBackfills,
  GetCalibration,
  GetEvidence,
  GetJob,
  GetJobs,
  GetMessageSentiments,
  GetRubrics,
  GetUsage,
  PlanBackfill,
  PublishRubric,
  RecordLabels,
  type RequestOf,
  SetBudget,
  StartBackfill,
  SteerBackfill,
} from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { PublishRubricCommand } from './commands/publish-rubric.command.js';
import { RecordLabelsCommand } from './commands/record-labels.command.js';
import { SetBudgetCommand } from './commands/set-budget.command.js';
import { StartBackfillCommand } from './commands/start-backfill.command.js';
import { SteerBackfillCommand } from './commands/steer-backfill.command.js';
import { EstimateJudgingQuery } from './queries/estimate-judging.query.js';
import { GetBackfillsQuery } from './queries/get-backfills.query.js';
import { GetCalibrationQuery } from './queries/get-calibration.query.js';
import { GetEvidenceQuery } from './queries/get-evidence.query.js';
import { GetJobQuery } from './queries/get-job.query.js';
import { GetJobsQuery } from './queries/get-jobs.query.js';
import { GetMessageSentimentsQuery } from './queries/get-message-sentiments.query.js';
import { GetRubricsQuery } from './queries/get-rubrics.query.js';
import { GetUsageQuery } from './queries/get-usage.query.js';
import { PlanBackfillQuery } from './queries/plan-backfill.query.js';

@Controller()
export class ScoringController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Answers(GetEvidence)
  getEvidence(@Payload() request: RequestOf<typeof GetEvidence>) {
    return this.queries.execute(new GetEvidenceQuery(request));
  }

  @Answers(GetMessageSentiments)
  getMessageSentiments(@Payload() request: RequestOf<typeof GetMessageSentiments>) {
    return this.queries.execute(new GetMessageSentimentsQuery(request));
  }

  @Answers(GetJobs)
  getJobs(@Payload() request: RequestOf<typeof GetJobs>) {
    return this.queries.execute(new GetJobsQuery(request));
  }

  @Answers(GetJob)
  getJob(@Payload() request: RequestOf<typeof GetJob>) {
    return this.queries.execute(new GetJobQuery(request));
  }

  @Answers(GetUsage)
  getUsage(@Payload() request: RequestOf<typeof GetUsage>) {
    return this.queries.execute(new GetUsageQuery(request));
  }

  @Answers(GetRubrics)
  getRubrics(@Payload() request: RequestOf<typeof GetRubrics>) {
    return this.queries.execute(new GetRubricsQuery(request));
  }

  @Answers(PlanBackfill)
  planBackfill(@Payload() request: RequestOf<typeof PlanBackfill>) {
    return this.queries.execute(new PlanBackfillQuery(request));
  }

  @Answers(GetBackfills)
  getBackfills(@Payload() request: RequestOf<typeof GetBackfills>) {
    return this.queries.execute(new GetBackfillsQuery(request));
  }

  @Answers(SetBudget)
  setBudget(@Payload() request: RequestOf<typeof SetBudget>) {
    return this.commands.execute(new SetBudgetCommand(request));
  }

  @Answers(PublishRubric)
  publishRubric(@Payload() request: RequestOf<typeof PublishRubric>) {
    return this.commands.execute(new PublishRubricCommand(request));
  }

  @Answers(EstimateJudging)
  estimateJudging(@Payload() request: RequestOf<typeof EstimateJudging>) {
    return this.queries.execute(new EstimateJudgingQuery(request));
  }

  @Answers(StartBackfill)
  startBackfill(@Payload() request: RequestOf<typeof StartBackfill>) {
    return this.commands.execute(new StartBackfillCommand(request));
  }

  @Answers(SteerBackfill)
  steerBackfill(@Payload() request: RequestOf<typeof SteerBackfill>) {
    return this.commands.execute(new SteerBackfillCommand(request));
  }

  @Answers(RecordLabels)
  recordLabels(@Payload() request: RequestOf<typeof RecordLabels>) {
    return this.commands.execute(new RecordLabelsCommand(request));
  }

  @Answers(GetCalibration)
  getCalibration(@Payload() request: RequestOf<typeof GetCalibration>) {
    return this.queries.execute(new GetCalibrationQuery(request));
  }
}
