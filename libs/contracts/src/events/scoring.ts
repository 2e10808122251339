import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { CalendarDate, MicroMetrics, ScorerId } from '../values.js';

export const UNSCORED_REASONS = [
  'no_text',
  'unknown_language',
  'too_large',
  'refused',
  'invalid_answer',
  'provider_failed',
  'budget_exhausted',
  'cancelled',
  'transcript_changed',
  'time_zone_changed',
  'scorer_error',
] as const;
export const UnscoredReason = z.enum(UNSCORED_REASONS);
export type UnscoredReason = z.infer<typeof UnscoredReason>;

export const ScoredDay = z.object({
  day_id: z.uuid(),
  conversation_id: z.uuid(),
  date: CalendarDate,
  version: z.int().positive(),
  transcript_hash: z.string(),
  upload_ids: z.array(z.uuid()),
  metrics: MicroMetrics,
  /** Field of `metrics` to the reason why it is null. */
  null_reasons: z.record(z.string(), z.string()),
  /** 0..1 per field, where the scorer states one. */
  confidence: z.record(z.string(), z.number().min(0).max(1)).optional(),
});
export type ScoredDay = z.infer<typeof ScoredDay>;

export const BatchScored = defineEvent({
  name: 'BatchScored',
  version: 1,
  context: 'scoring',
  description:
    'A job was judged: micro-metrics for each of its days that could be. Reasons and quotes stay in scoring.',
  schema: z.object({
    job_id: z.uuid(),
    scorer: ScorerId,
    days: z.array(ScoredDay).min(1),
    usage: z.object({
      /** Requests that went to a provider; 0 for the local scorer and for answers from the store. */
      calls: z.int().nonnegative(),
      input_tokens: z.int().nonnegative(),
      output_tokens: z.int().nonnegative(),
      /** null where no price is known. */
      cost_usd: z.number().nonnegative().nullable(),
      duration_ms: z.number().nonnegative(),
      /** Days answered from the store without a call. */
      cached_days: z.int().nonnegative(),
    }),
  }),
});

export const DayUnscored = defineEvent({
  name: 'DayUnscored',
  version: 1,
  context: 'scoring',
  description: 'This version of the day will get no score, for the stated reason.',
  schema: z.object({
    day_id: z.uuid(),
    conversation_id: z.uuid(),
    date: CalendarDate,
    version: z.int().positive(),
    upload_ids: z.array(z.uuid()),
    scorer: ScorerId,
    reason: UnscoredReason,
    /** For people; never message text. */
    detail: z.string().max(500),
  }),
});
