import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import {
  CalendarDate,
  Instant,
  MicroMetricMeans,
  MicroMetrics,
  OrganizationId,
  Outcome,
  ScorerId,
  TimeMetrics,
  Topic,
  Weights,
} from '../values.js';
import { DayFilter } from './day-filter.js';

const Range = {
  organization: OrganizationId,
  /** Both ends inclusive; null means no bound. */
  start_date: CalendarDate.nullable(),
  end_date: CalendarDate.nullable(),
  /** Only days judged by this scorer (`provider/model@rubric`); null means all. */
  scorer: z.string().nullable(),
};
const Mean = z.number().nullable();

export const MetricsValues = z.object({
  csi: Mean,
  resolution_quality: Mean,
  customer_ease: Mean,
  service_timeliness: Mean,
  interaction_quality: Mean,
  sentiment: Mean,
  csat_percentage: Mean,
  fcr_percentage: Mean,
  /** Minutes. */
  avg_response_time: Mean,
});
export const Counted = z.object({
  sample_count: z.int().nonnegative(),
  scored_days: z.int().nonnegative(),
  unscored_days: z.int().nonnegative(),
  outbound_days: z.int().nonnegative(),
});
export const SentimentDistribution = z.object({ positive: Mean, neutral: Mean, negative: Mean });
export const TopicFrequency = z.object({ topic: z.string(), frequency: z.int().positive() });
/** Number of days each mean is made of. */
export const SampleSizes = z.record(z.string(), z.int().nonnegative());

export const PeriodMetrics = MetricsValues.extend(Counted.shape).extend({
  sentiment_distribution: SentimentDistribution,
  topic_frequency: z.array(TopicFrequency),
  /** Which scorers' days are in these numbers. */
  scorers: z.array(z.object({ scorer: z.string(), days: z.int().positive() })),
  sample_sizes: SampleSizes,
});
export type PeriodMetrics = z.infer<typeof PeriodMetrics>;

export const GetMetrics = defineQuery({
  name: 'GetMetrics',
  version: 1,
  context: 'analytics',
  description: 'Metrics of a period with deltas against the period of equal length just before.',
  request: z.object({ ...Range, topics: z.int().min(1).max(1000) }),
  reply: z.object({
    metrics: PeriodMetrics,
    micro_metrics: MicroMetricMeans,
    /** Each field minus the same of the previous period; null without dates, fields null where either is. */
    deltas: MetricsValues.nullable(),
    /** How large each has to be to be more than chance (95 %); fields null where too few days are there to tell. */
    delta_margins: MetricsValues.nullable(),
    /** Days each mean of the previous period is made of; null without dates. */
    previous_sample_sizes: SampleSizes.nullable(),
    pillar_weights: Weights,
    weight_profile: z.object({ name: z.string(), version: z.int().positive() }),
    time_zone: z.string(),
    /** When the newest event in these numbers was projected; null when there is none. */
    updated_at: Instant.nullable(),
  }),
});

export const DailyMetricsRow = PeriodMetrics.extend({
  date: CalendarDate,
  /** Conversations and messages of the day, outbound ones too. */
  conversations: z.int().nonnegative(),
  messages: z.int().nonnegative(),
});
export type DailyMetricsRow = z.infer<typeof DailyMetricsRow>;

export const GetDailyMetrics = defineQuery({
  name: 'GetDailyMetrics',
  version: 1,
  context: 'analytics',
  description:
    'One row per date of the range, dates without data included. Without dates: from the first to the last day that has data. At most 400 dates a reply; `next_date` is where to go on.',
  request: z.object({ ...Range, topics: z.int().min(0).max(1000) }),
  reply: z.object({ days: z.array(DailyMetricsRow), next_date: CalendarDate.nullable() }),
});

export const ConversationRow = z.object({
  conversation_id: z.uuid(),
  chat_id: z.string(),
  csi: Mean,
  effectiveness: Mean,
  effort: Mean,
  efficiency: Mean,
  empathy: Mean,
  sentiment_score: Mean,
  predicted_rating: Mean,
  fcr: z.boolean().nullable(),
  topics: z.array(Topic),
  outcome: Outcome.nullable(),
  first_message_at: Instant,
  last_message_at: Instant,
  created_at: Instant,
  message_count: z.int().nonnegative(),
  days: z.int().nonnegative(),
  scored_days: z.int().nonnegative(),
  agent_username: z.string().nullable(),
  agent_email: z.string().nullable(),
});
export type ConversationRow = z.infer<typeof ConversationRow>;

export const CONVERSATION_SORTS = [
  'last_message_at',
  'created_at',
  'csi',
  'sentiment_score',
  'message_count',
  'chat_id',
] as const;

export const ListConversations = defineQuery({
  name: 'ListConversations',
  version: 1,
  context: 'analytics',
  description:
    "Conversations, filtered and sorted; nulls last, ties by chat id. With dates, a conversation matches if any of its days does, and shows those days' numbers only; so with `days`. Reply under 512 KB.",
  request: z.object({
    organization: OrganizationId,
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    min_csi: z.number().nullable(),
    max_csi: z.number().nullable(),
    topic: z.string().nullable(),
    agent: z.string().nullable(),
    /** Only those in which an agent with this address (in small letters) wrote: what the role agent may see. */
    agent_email: z.string().optional(),
    outcome: Outcome.nullable(),
    /** Only days like this are looked at. Topic, agent and outcome above are of the whole conversation, those in here of a day. */
    days: DayFilter.optional(),
    /** Only these (from a text search in ingestion); null means all. */
    conversation_ids: z.array(z.uuid()).max(10_000).nullable(),
    sort: z.enum(CONVERSATION_SORTS),
    order: z.enum(['asc', 'desc']),
    /** Page mode: rows to skip. Ignored where `cursor` is given. */
    offset: z.int().nonnegative(),
    limit: z.int().min(1).max(100),
    /** Opaque, from `next_cursor`. */
    cursor: z.string().nullable(),
  }),
  reply: z.object({
    conversations: z.array(ConversationRow),
    total: z.int().nonnegative(),
    /** Days that `days` let through, of all pages; none without it. */
    total_days: z.int().nonnegative().optional(),
    next_cursor: z.string().nullable(),
  }),
});

export const DayRow = z.object({
  day_id: z.uuid(),
  version: z.int().positive(),
  analysis_date: CalendarDate,
  metrics: MicroMetrics,
  time: TimeMetrics,
  /** 0..10; null where not measured. */
  effectiveness_score: Mean,
  effort_score: Mean,
  efficiency_score: Mean,
  empathy_score: Mean,
  /** 0..100; null unless all four pillars exist. */
  csi_score: Mean,
  outbound: z.boolean(),
  messages: z.int().nonnegative(),
  customer_messages: z.int().nonnegative(),
  first_at: Instant,
  last_at: Instant,
  agents: z.array(z.object({ username: z.string(), email: z.string().nullable(), messages: z.int() })),
  scorer: ScorerId.nullable(),
  /** Why there is no CSI: `waiting`, a reason of DayUnscored, or `missing_pillars`; null where scored or outbound. */
  unscored_reason: z.string().nullable(),
});
export type DayRow = z.infer<typeof DayRow>;

export const GetConversation = defineQuery({
  name: 'GetConversation',
  version: 1,
  context: 'analytics',
  description:
    'One conversation with its days (at most 400 a reply, from `days_offset`); null where it is unknown.',
  request: z.object({
    organization: OrganizationId,
    chat_id: z.string(),
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    days_offset: z.int().nonnegative(),
  }),
  reply: z.object({
    conversation: ConversationRow.nullable(),
    days: z.array(DayRow),
    total_days: z.int().nonnegative(),
  }),
});

export const GetProjectionProgress = defineQuery({
  name: 'GetProjectionProgress',
  version: 1,
  context: 'analytics',
  description: 'What of an upload has reached the read models. Uploads not known yet are left out.',
  request: z.object({ organization: OrganizationId, upload_ids: z.array(z.uuid()).min(1).max(100) }),
  reply: z.object({
    uploads: z.array(
      z.object({
        upload_id: z.uuid(),
        /** From UploadIngested; null until it was projected. */
        conversations_changed: z.int().nonnegative().nullable(),
        /** ConversationSplit events projected. */
        conversations_split: z.int().nonnegative(),
        /** Days that those announced, and of them the ones to be judged. */
        days_announced: z.int().nonnegative(),
        days_to_score: z.int().nonnegative(),
        /** ConversationDayCreated projected. */
        days_created: z.int().nonnegative(),
        days_scored: z.int().nonnegative(),
        days_unscored: z.int().nonnegative(),
        scoring_calls: z.int().nonnegative(),
        /** Everything above agrees: all of the upload is in the read models. */
        complete: z.boolean(),
        updated_at: Instant,
      }),
    ),
  }),
});
