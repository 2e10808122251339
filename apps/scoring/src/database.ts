import type { DatabaseOptions } from '@powerpulse/runtime';
import { First20261120 } from './migrations/2026-11-20-first.migration.js';
import { Labels20261121 } from './migrations/2026-11-21-labels.migration.js';
import { Models20261120 } from './migrations/2026-11-20-models.migration.js';
import { CancelledUpload, Day, RetractedDay } from './tables/day.entity.js';
import { Job, JobDay } from './tables/job.entity.js';
import { Label } from './tables/label.entity.js';
import { Budget, BudgetUse, LlmCall, LlmLane } from './tables/model.entity.js';
import { Backfill, Rubric, TopicProposal } from './tables/rubric.entity.js';
import { Score, Scorer } from './tables/score.entity.js';

export function scoringDatabase(config: { DATABASE_URL: string; DATABASE_POOL: number }): DatabaseOptions {
  return {
    url: config.DATABASE_URL,
    schema: 'scoring',
    entities: [
      ...[Day, RetractedDay, CancelledUpload, Job, JobDay, Scorer, Score],
      ...[LlmLane, LlmCall, Budget, BudgetUse, Rubric, TopicProposal, Backfill, Label],
    ],
    migrations: [First20261120, Models20261120, Labels20261121],
    poolSize: config.DATABASE_POOL,
  };
}
