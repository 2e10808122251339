import { z } from 'zod';

/** Raised when docs/metrics.md defines a number otherwise, so that an old export can be told from a new one. */
export const METRICS_VERSION = 1;

/** YYYY-MM-DD in the organization's time zone. */
export const CalendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** ISO 8601 instant with offset. */
export const Instant = z.iso.datetime({ offset: true });
/** Milliseconds since the epoch: compact form inside replies with thousands of instants. */
export const EpochMs = z.int();
export const OrganizationId = z.string().min(1).max(200);

export const OUTCOMES = ['resolved', 'escalated', 'abandoned', 'pending'] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

export const Topic = z.object({ slug: z.string().min(1).max(60), label: z.string().min(1).max(80) });
export type Topic = z.infer<typeof Topic>;

/** What a scorer judges of one conversation-day. `null` where it could not: the reason stands in `null_reasons`. */
export const MicroMetrics = z.object({
  /** 0..10, 5 neutral: tone of the customer's messages that day. */
  sentiment_score: z.number().min(0).max(10).nullable(),
  /** -5..+5: tone at the customer's last messages minus tone at the first. */
  sentiment_shift: z.number().min(-5).max(5).nullable(),
  /** 0..10: is the customer's issue solved by the end of that day. */
  resolution_achieved: z.number().min(0).max(10).nullable(),
  /** 0..10: solved in this day's contact, with no earlier contact-day on the same issue. */
  fcr_score: z.number().min(0).max(10).nullable(),
  /** 1..7, 1 effortless, 7 very hard: customer effort. Lower is better. */
  ces: z.number().min(1).max(7).nullable(),
  /** 1..5, as a human rater would say. Not an input of CSI. */
  predicted_rating: z.number().min(1).max(5).nullable(),
  topics: z.array(Topic).max(5),
  outcome: Outcome.nullable(),
});
export type MicroMetrics = z.infer<typeof MicroMetrics>;

/** Who judged: scores of different scorers are never averaged silently. */
export const ScorerId = z.object({
  /** `local`, `openai`, `gemini`, or the name configured for a compatible server. */
  provider: z.string().min(1).max(40),
  model: z.string().min(1).max(120),
  /** Version of the instruction and scales judged by. */
  rubric: z.string().min(1).max(80),
});
export type ScorerId = z.infer<typeof ScorerId>;

/** `provider/model@rubric`, as aggregates list it. */
export const scorerKey = (scorer: ScorerId): string => `${scorer.provider}/${scorer.model}@${scorer.rubric}`;

export const Weights = z.object({
  effectiveness: z.number().min(0).max(1),
  effort: z.number().min(0).max(1),
  efficiency: z.number().min(0).max(1),
  empathy: z.number().min(0).max(1),
});
export type Weights = z.infer<typeof Weights>;

export const WeightProfile = z.object({
  name: z.string().min(1).max(60),
  version: z.int().positive(),
  weights: Weights,
});
export type WeightProfile = z.infer<typeof WeightProfile>;

/** Waits from which on a time counts nothing in `efficiency`. See docs/metrics.md. */
export const TimeLimits = z.object({
  first_response_seconds: z.number().min(1).max(31_536_000),
  avg_response_seconds: z.number().min(1).max(31_536_000),
  handling_seconds: z.number().min(1).max(31_536_000),
});
export type TimeLimits = z.infer<typeof TimeLimits>;

export const DEFAULT_TIME_LIMITS: TimeLimits = {
  first_response_seconds: 3600,
  avg_response_seconds: 1800,
  handling_seconds: 7200,
};

/** Computed from timestamps, never by a scorer. See docs/metrics.md. */
export const TimeMetrics = z.object({
  /** Seconds; of the day's first answered customer turn. */
  first_response_time: z.number().nonnegative().nullable(),
  /** Seconds; mean over the day's answered customer turns. */
  avg_response_time: z.number().nonnegative().nullable(),
  /** Minutes; last message minus first message; `null` where no agent wrote that day. */
  total_handling_time: z.number().nonnegative().nullable(),
  /** Customer turns that began on this day. */
  customer_turns: z.int().nonnegative(),
  /** Of those, the ones with no agent reply anywhere later in the conversation. */
  unanswered_turns: z.int().nonnegative(),
});
export type TimeMetrics = z.infer<typeof TimeMetrics>;

export const DayAgent = z.object({
  username: z.string(),
  email: z.string().nullable(),
  messages: z.int().positive(),
  /** The agent's last message that day; breaks ties of "most messages". */
  last_at: Instant,
});
export type DayAgent = z.infer<typeof DayAgent>;

/** What a scorer is told of an earlier day of the same conversation, by reference. */
export const EarlierDay = z.object({
  date: CalendarDate,
  messages: z.int().positive(),
  customer_messages: z.int().nonnegative(),
  first_customer_message_id: z.uuid().nullable(),
});
export type EarlierDay = z.infer<typeof EarlierDay>;

export const MessageCounts = z.object({
  /** Messages found in the file: the sum of the four below. */
  total: z.int().nonnegative(),
  kept: z.int().nonnegative(),
  filtered: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  duplicate: z.int().nonnegative(),
});
export type MessageCounts = z.infer<typeof MessageCounts>;

/** A snapshot of PostgreSQL's: who shows it again is told what has changed since. Opaque to everybody else. */
export const Snapshot = z
  .string()
  .max(4_000, { abort: true })
  .regex(/^\d{1,18}:\d{1,18}:(\d{1,18}(,\d{1,18})*)?$/, { abort: true })
  .refine((text) => {
    const [xmin = 0n, xmax = 0n, ...running] = text.split(/[:,]/).filter(Boolean).map(BigInt);
    return (
      xmin > 0n &&
      xmin <= xmax &&
      running.every((id, i) => id >= xmin && id < xmax && (i === 0 || id > (running[i - 1] ?? 0n)))
    );
  }, 'is no position');

/** What pillars are made of: its mean in its own unit (docs/metrics.md), and the days that have it. */
const MicroMetricMean = z.object({ mean: z.number().nullable(), n: z.int().nonnegative() });
export const MicroMetricMeans = z.object({
  resolution_achieved: MicroMetricMean,
  fcr_score: MicroMetricMean,
  ces: MicroMetricMean,
  first_response_time: MicroMetricMean,
  avg_response_time: MicroMetricMean,
  total_handling_time: MicroMetricMean,
  sentiment_score: MicroMetricMean,
  sentiment_shift: MicroMetricMean,
  predicted_rating: MicroMetricMean,
});
export type MicroMetricMeans = z.infer<typeof MicroMetricMeans>;
