import { z } from 'zod';
import { MicroMetricMeans, Outcome } from '../values.js';

export const TONES = ['positive', 'neutral', 'negative'] as const;
/** `unjudged`: those of the unscored that no scorer gave metrics; the others lack a pillar. */
export const DAY_STATUSES = ['scored', 'unscored', 'unjudged', 'outbound'] as const;
export const MEASURES = MicroMetricMeans.keyof();

/** Which days a list is made of, as the numbers count them: one has to meet all that is not null. */
export const DayFilter = z.object({
  /** Null: with a customer message, scored or not. */
  status: z.enum(DAY_STATUSES).nullable(),
  /** Of the customer's messages: `sentiment_score` >= 7, between, <= 4. */
  sentiment: z.enum(TONES).nullable(),
  /** The day has this metric. */
  measured: MEASURES.nullable(),
  topic: z.string().nullable(),
  agent: z.string().nullable(),
  outcome: Outcome.nullable(),
  /** Judged for this upload. */
  upload_id: z.uuid().optional(),
});
export type DayFilter = z.infer<typeof DayFilter>;
