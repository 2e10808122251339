import { z } from 'zod';
import { defineCommand, defineQuery } from '../define-query.js';
import { UnscoredReason } from '../events/scoring.js';
import { CalendarDate, Instant, OrganizationId, ScorerId } from '../values.js';

/** A quote is a span of a message, not a copy of it: its words stay in ingestion. */
export const Quote = z.object({
  metric: z.string(),
  message_id: z.uuid(),
  /** UTF-16 offsets into the message's text. */
  start: z.int().nonnegative(),
  length: z.int().positive(),
});
export type Quote = z.infer<typeof Quote>;

export const GetEvidence = defineQuery({
  name: 'GetEvidence',
  version: 1,
  context: 'scoring',
  description: 'Why conversation-days got their scores. Days without a stored judgement are left out.',
  request: z.object({
    organization: OrganizationId,
    days: z
      .array(z.object({ day_id: z.uuid(), version: z.int().positive() }))
      .min(1)
      .max(500),
  }),
  reply: z.object({
    days: z.array(
      z.object({
        day_id: z.uuid(),
        version: z.int().positive(),
        scorer: ScorerId,
        /** One sentence. */
        reason: z.string(),
        quotes: z.array(Quote),
        null_reasons: z.record(z.string(), z.string()),
        confidence: z.record(z.string(), z.number()),
        /** What a reader should know: condensed, judged alone, quotes that were not in the transcript. */
        notes: z.array(z.string()).optional(),
      }),
    ),
  }),
});

export const GetMessageSentiments = defineQuery({
  name: 'GetMessageSentiments',
  version: 1,
  context: 'scoring',
  description:
    'Tone of single customer messages, always by the local scorer: -1 to +1, null where it can not tell.',
  request: z.object({ texts: z.array(z.string()).min(1).max(500) }),
  reply: z.object({ sentiments: z.array(z.number().min(-1).max(1).nullable()) }),
});

export const JOB_STATUSES = [
  'pending',
  'in_progress',
  'completed',
  'partial',
  'failed',
  'cancelled',
] as const;

export const ScoringJob = z.object({
  job_id: z.uuid(),
  status: z.enum(JOB_STATUSES),
  scorer: ScorerId,
  /** Null for days as they come in. */
  backfill_id: z.uuid().nullable(),
  upload_ids: z.array(z.uuid()),
  created_at: Instant,
  started_at: Instant.nullable(),
  completed_at: Instant.nullable(),
  /** Not to be taken before: later than now where it waits for a provider, a limit or a budget. */
  due_at: Instant,
  attempts: z.int().nonnegative(),
  days: z.int().nonnegative(),
  scored: z.int().nonnegative(),
  unscored: z.int().nonnegative(),
  /** Days that went into another job. */
  asked_again: z.int().nonnegative(),
  /** Days answered from the store. */
  cached: z.int().nonnegative(),
  calls: z.int().nonnegative(),
  tokens_estimated: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  /** Null where no price is known. */
  cost_usd: z.number().nullable(),
  duration_ms: z.number().nullable(),
  error: z.string().nullable(),
});
export type ScoringJob = z.infer<typeof ScoringJob>;

export const GetJobs = defineQuery({
  name: 'GetJobs',
  version: 1,
  context: 'scoring',
  description: 'Scoring jobs, newest first.',
  request: z.object({
    organization: OrganizationId,
    upload_id: z.uuid().nullable(),
    status: z.enum(JOB_STATUSES).nullable(),
    limit: z.int().min(1).max(100),
    /** Opaque, from `next_cursor`. */
    cursor: z.string().nullable(),
  }),
  reply: z.object({
    jobs: z.array(ScoringJob),
    total: z.int().nonnegative(),
    next_cursor: z.string().nullable(),
  }),
});

export const GetJob = defineQuery({
  name: 'GetJob',
  version: 1,
  context: 'scoring',
  description: 'One job with what became of each of its days; null where it is unknown.',
  request: z.object({ organization: OrganizationId, job_id: z.uuid() }),
  reply: z.object({
    job: ScoringJob.nullable(),
    days: z.array(
      z.object({
        day_id: z.uuid(),
        version: z.int().positive(),
        conversation_id: z.uuid(),
        date: CalendarDate,
        result: z.enum(['waiting', 'scored', 'unscored', 'asked_again']),
        reason: UnscoredReason.nullable(),
        detail: z.string().nullable(),
        /** Tries of the day before this job that counted. */
        attempts: z.int().nonnegative(),
        /** An instruction to the judge is suspected in it. */
        suspected: z.boolean(),
      }),
    ),
  }),
});

const Usage = {
  /** Calls that were answered, and those that were not (no answer, refused, lost). */
  calls: z.int().nonnegative(),
  failed_calls: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  /** Known prices only. */
  cost_usd: z.number().nonnegative(),
};

export const GetUsage = defineQuery({
  name: 'GetUsage',
  version: 1,
  context: 'scoring',
  description:
    'What language models were asked and what it cost, by UTC date, model and upload, and how much of the budget of the month is left. A job of several uploads is shared among them by days.',
  request: z.object({
    organization: OrganizationId,
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    upload_id: z.uuid().nullable(),
  }),
  reply: z.object({
    total: z.object({ ...Usage, cached_days: z.int().nonnegative(), judged_days: z.int().nonnegative() }),
    by_date: z.array(z.object({ date: CalendarDate, ...Usage })),
    by_model: z.array(z.object({ model: z.string(), ...Usage })),
    by_upload: z.array(
      z.object({
        upload_id: z.uuid(),
        days: z.int().nonnegative(),
        cached_days: z.int(),
        cost_usd: z.number(),
      }),
    ),
    budget: z.object({
      month: CalendarDate,
      /** Null: no limit. */
      limit_usd: z.number().nullable(),
      spent_usd: z.number(),
      /** Held for calls under way. */
      reserved_usd: z.number(),
      /** The highest of 50, 80 and 95 per cent that was passed; 0: none. */
      warned_percent: z.int(),
    }),
  }),
});

export const SetBudget = defineCommand({
  name: 'SetBudget',
  version: 1,
  context: 'scoring',
  description:
    'Limits what may be spent in a calendar month (UTC); null takes the limit away (the configured one holds again).',
  request: z.object({ organization: OrganizationId, usd_per_month: z.number().nonnegative().nullable() }),
  reply: z.object({ limit_usd: z.number().nullable() }),
});
