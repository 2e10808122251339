import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  GetConversation,
  GetDailyMetrics,
  GetMetrics,
  GetProjectionProgress,
  ListConversationDays,
  ListConversations,
  ListLowestDays,
  MicroMetricMeans,
  type ConversationRow,
  type DailyMetricsRow,
  type DayRow,
  type PeriodMetrics,
  type ReplyOf,
  type RequestOf,
} from '@powerpulse/contracts';
import { conversationId, dayId } from '@powerpulse/ids';
import { Answers } from '@powerpulse/messaging';
import { InvalidInput } from '@powerpulse/runtime';

type ProjectionState = ReplyOf<typeof GetProjectionProgress>['uploads'][number];

export const period: PeriodMetrics = {
  csi: 71.25,
  resolution_quality: 80,
  customer_ease: 74,
  service_timeliness: 61,
  interaction_quality: 59,
  sentiment: 5.5,
  csat_percentage: 62.5,
  fcr_percentage: 50,
  avg_response_time: 12.5,
  sample_count: 3,
  scored_days: 4,
  unscored_days: 1,
  outbound_days: 0,
  sentiment_distribution: { positive: 0.5, neutral: 0.25, negative: 0.25 },
  topic_frequency: [{ topic: 'refund', frequency: 3 }],
  scorers: [{ scorer: 'local/lexical@1', days: 4 }],
  sample_sizes: { csi: 4, sentiment: 4 },
};

const micro = MicroMetricMeans.keyof().options.map((name) => [name, { mean: 5.5, n: 4 }]);
export const microMetrics = MicroMetricMeans.parse(Object.fromEntries(micro));

const nothing = {
  ...period,
  csi: null,
  resolution_quality: null,
  customer_ease: null,
  service_timeliness: null,
  interaction_quality: null,
  sentiment: null,
  csat_percentage: null,
  fcr_percentage: null,
  avg_response_time: null,
  sample_count: 0,
  scored_days: 0,
  unscored_days: 0,
  sentiment_distribution: { positive: null, neutral: null, negative: null },
  topic_frequency: [],
  scorers: [],
  sample_sizes: {},
};

const later = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const DATES_PER_REPLY = 400;
/** Small, so that an export needs several replies, some of which end within a conversation. */
const DAYS_PER_REPLY = 40;

/** Plays analytics: answers with known rows and remembers what it was asked. */
@Controller()
export class AnalyticsStandIn {
  readonly asked: { name: string; request: object }[] = [];
  readonly projections = new Map<string, ProjectionState>();
  readonly conversations = new Map<string, { row: ConversationRow; days: DayRow[] }>();
  /** Dates with data. */
  data = { first: '2026-01-01', last: '2026-01-03' };

  addConversation(chatId: string, days = 1): ConversationRow {
    const conversation = conversationId('default', chatId);
    const row = conversationRow(chatId, conversation, days);
    const rows = Array.from({ length: days }, (_, i) => dayRow(conversation, later('2026-01-01', i)));
    this.conversations.set(chatId, { row, days: rows });
    return row;
  }

  @Answers(GetProjectionProgress)
  progress(
    @Payload() request: RequestOf<typeof GetProjectionProgress>,
  ): ReplyOf<typeof GetProjectionProgress> {
    const uploads = request.upload_ids.flatMap((id) => this.projections.get(id) ?? []);
    return { uploads };
  }

  @Answers(GetMetrics)
  metrics(@Payload() request: RequestOf<typeof GetMetrics>): ReplyOf<typeof GetMetrics> {
    this.asked.push({ name: 'GetMetrics', request });
    return {
      metrics: period,
      micro_metrics: microMetrics,
      ...{ deltas: null, delta_margins: null, previous_sample_sizes: null },
      pillar_weights: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
      weight_profile: { name: 'standard', version: 1 },
      time_zone: 'UTC',
      updated_at: '2026-01-03T10:00:00.000Z',
    };
  }

  @Answers(GetDailyMetrics)
  daily(@Payload() request: RequestOf<typeof GetDailyMetrics>): ReplyOf<typeof GetDailyMetrics> {
    this.asked.push({ name: 'GetDailyMetrics', request });
    const days: DailyMetricsRow[] = [];
    const end = request.end_date ?? this.data.last;
    let date = request.start_date ?? this.data.first;
    for (; date <= end && days.length < DATES_PER_REPLY; date = later(date, 1)) {
      const known = date >= this.data.first && date <= this.data.last;
      days.push({
        ...(known ? period : nothing),
        date,
        conversations: known ? 3 : 0,
        messages: known ? 9 : 0,
      });
    }
    return { days, next_date: date <= end ? date : null };
  }

  @Answers(ListConversations)
  list(@Payload() request: RequestOf<typeof ListConversations>): ReplyOf<typeof ListConversations> {
    this.asked.push({ name: 'ListConversations', request });
    if (request.cursor !== null && request.cursor !== 'next') throw new InvalidInput('this is no cursor');
    const all = this.conversationsOf(request.organization)
      .map(({ row }) => row)
      .filter(({ agent_email }) => agent_email === (request.agent_email ?? agent_email))
      .filter(({ conversation_id }) => request.conversation_ids?.includes(conversation_id) ?? true);
    const from = request.cursor === 'next' ? request.limit : request.offset;
    const conversations = all.slice(from, from + request.limit);
    return {
      conversations,
      total: all.length,
      next_cursor: from + conversations.length < all.length ? 'next' : null,
    };
  }

  @Answers(ListConversationDays)
  days(@Payload() request: RequestOf<typeof ListConversationDays>): ReplyOf<typeof ListConversationDays> {
    const rows = [...this.conversations.values()]
      .filter(({ row }) => request.conversation_ids.includes(row.conversation_id))
      .flatMap(({ row, days }) => days.map((day) => ({ conversation_id: row.conversation_id, day })));
    const told = (row: (typeof rows)[number]) =>
      row.conversation_id === request.after?.conversation_id && row.day.analysis_date === request.after.date;
    const from = rows.findIndex(told) + 1;
    const days = rows.slice(from, from + DAYS_PER_REPLY);
    const last = days.at(-1);
    if (last === undefined || from + days.length === rows.length) return { days, next: null };
    return { days, next: { conversation_id: last.conversation_id, date: last.day.analysis_date } };
  }

  @Answers(GetConversation)
  conversation(@Payload() request: RequestOf<typeof GetConversation>): ReplyOf<typeof GetConversation> {
    this.asked.push({ name: 'GetConversation', request });
    const known = this.conversationsOf(request.organization).find(
      ({ row }) => row.chat_id === request.chat_id,
    );
    if (known === undefined) return { conversation: null, days: [], total_days: 0 };
    return {
      conversation: known.row,
      days: known.days.slice(request.days_offset, request.days_offset + 2),
      total_days: known.days.length,
    };
  }

  @Answers(ListLowestDays)
  lowest(@Payload() request: RequestOf<typeof ListLowestDays>): ReplyOf<typeof ListLowestDays> {
    const days = this.conversationsOf(request.organization).flatMap(({ row, days }) =>
      days.map((day) => ({ chat_id: row.chat_id, conversation_id: row.conversation_id, day })),
    );
    return { days: days.slice(0, request.limit) };
  }

  private readonly conversationsOf = (organization: string) =>
    organization === 'default' ? [...this.conversations.values()] : [];
}

function conversationRow(chatId: string, id: string, days: number): ConversationRow {
  return {
    conversation_id: id,
    chat_id: chatId,
    csi: 71.25,
    effectiveness: 8,
    effort: 7.4,
    efficiency: 6.1,
    empathy: 5.9,
    sentiment_score: 5.5,
    predicted_rating: 3.8,
    fcr: true,
    topics: [{ slug: 'refund', label: 'Refund' }],
    outcome: 'resolved',
    first_message_at: '2026-01-01T10:00:00.000Z',
    last_message_at: '2026-01-01T10:30:00.000Z',
    created_at: '2026-01-01T10:00:00.000Z',
    message_count: 3,
    days,
    scored_days: days,
    agent_username: 'maria',
    agent_email: null,
  };
}

function dayRow(conversation: string, date: string): DayRow {
  return {
    day_id: dayId('default', conversation, date),
    version: 1,
    analysis_date: date,
    metrics: {
      sentiment_score: 5.5,
      sentiment_shift: 1.5,
      resolution_achieved: 8,
      fcr_score: null,
      ces: 2.5,
      predicted_rating: 3.8,
      topics: [{ slug: 'refund', label: 'Refund' }],
      outcome: 'resolved',
    },
    time: {
      first_response_time: 45,
      avg_response_time: 120,
      total_handling_time: 30,
      customer_turns: 2,
      unanswered_turns: 0,
    },
    effectiveness_score: 8,
    effort_score: 7.5,
    efficiency_score: 9,
    empathy_score: 6,
    csi_score: 78.5,
    outbound: false,
    messages: 3,
    customer_messages: 2,
    first_at: `${date}T10:00:00.000Z`,
    last_at: `${date}T10:30:00.000Z`,
    agents: [{ username: 'maria', email: null, messages: 1 }],
    scorer: { provider: 'local', model: 'lexical', rubric: '1' },
    unscored_reason: null,
  };
}
