import type { DayAgent, MicroMetrics, Outcome, Topic } from '@powerpulse/contracts';
import type { DayState, Judgement, PresentFacts } from '../domain/conversation-day.js';
import type { ChangedDay } from '../domain/project-conversations.js';
import { BulkTable, type Column } from './bulk-table.js';

const fact =
  <V>(of: (facts: PresentFacts) => V) =>
  ({ state }: ChangedDay): V | null =>
    state.facts?.kind === 'present' ? of(state.facts) : null;

const judgement =
  <V>(of: (judgement: Judgement) => V) =>
  ({ state }: ChangedDay): V | null =>
    state.judgement === null ? null : of(state.judgement);

const metric = <V>(of: (metrics: MicroMetrics) => V) =>
  judgement(({ verdict }) => (verdict.kind === 'scored' ? of(verdict.metrics) : null));

const instant = (ms: number): string => new Date(ms).toISOString();

const KEYS: Column<ChangedDay>[] = [
  ['conversation_id', 'uuid', ({ state }) => state.conversationId],
  ['date', 'date', ({ state }) => state.date],
];
const VALUES: Column<ChangedDay>[] = [
  ['day_id', 'uuid', ({ state }) => state.dayId],
  ['status', 'text', ({ state, counted }) => counted?.status ?? (state.facts ? 'retracted' : 'unknown')],
  ['version', 'int', ({ state }) => state.facts?.version ?? null],
  ['chat_id', 'text', fact((f) => f.chatId)],
  ['first_at', 'timestamptz', fact((f) => instant(f.firstAt))],
  ['last_at', 'timestamptz', fact((f) => instant(f.lastAt))],
  ['messages', 'int', fact((f) => f.messages)],
  ['customer_messages', 'int', fact((f) => f.customerMessages)],
  ['agents', 'jsonb', fact((f) => JSON.stringify(f.agents))],
  ['first_response_time', 'float8', fact((f) => f.time.first_response_time)],
  ['avg_response_time', 'float8', fact((f) => f.time.avg_response_time)],
  ['total_handling_time', 'float8', fact((f) => f.time.total_handling_time)],
  ['customer_turns', 'int', fact((f) => f.time.customer_turns)],
  ['unanswered_turns', 'int', fact((f) => f.time.unanswered_turns)],
  ['judged_version', 'int', judgement((j) => j.version)],
  ['judged_at', 'timestamptz', judgement((j) => instant(j.at))],
  ['judged_by_event', 'uuid', judgement((j) => j.eventId)],
  ['provider', 'text', judgement((j) => j.scorer.provider)],
  ['model', 'text', judgement((j) => j.scorer.model)],
  ['rubric', 'text', judgement((j) => j.scorer.rubric)],
  ['refusal', 'text', judgement(({ verdict }) => (verdict.kind === 'unscored' ? verdict.reason : null))],
  ['sentiment_score', 'float8', metric((m) => m.sentiment_score)],
  ['sentiment_shift', 'float8', metric((m) => m.sentiment_shift)],
  ['resolution_achieved', 'float8', metric((m) => m.resolution_achieved)],
  ['fcr_score', 'float8', metric((m) => m.fcr_score)],
  ['ces', 'float8', metric((m) => m.ces)],
  ['predicted_rating', 'float8', metric((m) => m.predicted_rating)],
  ['topics', 'jsonb', metric((m) => JSON.stringify(m.topics))],
  ['outcome', 'text', metric((m) => m.outcome)],
  ['judged', 'boolean', ({ counted }) => counted !== null && counted.metrics !== null],
  ['effectiveness', 'float8', ({ counted }) => counted?.pillars.effectiveness ?? null],
  ['effort', 'float8', ({ counted }) => counted?.pillars.effort ?? null],
  ['efficiency', 'float8', ({ counted }) => counted?.pillars.efficiency ?? null],
  ['empathy', 'float8', ({ counted }) => counted?.pillars.empathy ?? null],
  ['csi', 'float8', ({ counted }) => counted?.csi ?? null],
];

export const conversationDays = new BulkTable('conversation_days', KEYS, VALUES);

/** Every column that a DayState is made of, in types that the driver reads as they are. */
export const DAY_STATE_COLUMNS = `d.conversation_id, d.date, d.day_id, d.status, d.version, d.chat_id,
  (extract(epoch from d.first_at) * 1000)::float8 as first_at, (extract(epoch from d.last_at) * 1000)::float8 as last_at,
  d.messages, d.customer_messages, d.agents, d.first_response_time, d.avg_response_time, d.total_handling_time,
  d.customer_turns, d.unanswered_turns, d.judged_version, (extract(epoch from d.judged_at) * 1000)::float8 as judged_at,
  d.judged_by_event, d.provider, d.model, d.rubric, d.refusal, d.sentiment_score, d.sentiment_shift,
  d.resolution_achieved, d.fcr_score, d.ces, d.predicted_rating, d.topics, d.outcome`;

/** A row as DAY_STATE_COLUMNS select it. */
export interface DayRecord {
  conversation_id: string;
  date: string;
  day_id: string;
  status: 'unknown' | 'retracted' | 'outbound' | 'unscored' | 'scored';
  version: number;
  chat_id: string;
  first_at: number;
  last_at: number;
  messages: number;
  customer_messages: number;
  agents: DayAgent[];
  first_response_time: number | null;
  avg_response_time: number | null;
  total_handling_time: number | null;
  customer_turns: number;
  unanswered_turns: number;
  judged_version: number | null;
  judged_at: number;
  judged_by_event: string;
  provider: string;
  model: string;
  rubric: string;
  refusal: string | null;
  sentiment_score: number | null;
  sentiment_shift: number | null;
  resolution_achieved: number | null;
  fcr_score: number | null;
  ces: number | null;
  predicted_rating: number | null;
  topics: Topic[];
  outcome: Outcome | null;
}

export function toDayState(row: DayRecord): DayState {
  const { conversation_id: conversationId, date, day_id: dayId } = row;
  return { conversationId, date, dayId, facts: factsIn(row), judgement: judgementIn(row) };
}

function factsIn(row: DayRecord): DayState['facts'] {
  switch (row.status) {
    case 'unknown':
      return null;
    case 'retracted':
      return { kind: 'retracted', version: row.version };
    case 'outbound':
    case 'unscored':
    case 'scored':
      return {
        kind: 'present',
        version: row.version,
        chatId: row.chat_id,
        firstAt: row.first_at,
        lastAt: row.last_at,
        messages: row.messages,
        customerMessages: row.customer_messages,
        outbound: row.status === 'outbound',
        agents: row.agents,
        time: {
          first_response_time: row.first_response_time,
          avg_response_time: row.avg_response_time,
          total_handling_time: row.total_handling_time,
          customer_turns: row.customer_turns,
          unanswered_turns: row.unanswered_turns,
        },
      };
  }
}

function judgementIn(row: DayRecord): Judgement | null {
  if (row.judged_version === null) return null;
  return {
    version: row.judged_version,
    at: row.judged_at,
    eventId: row.judged_by_event,
    scorer: { provider: row.provider, model: row.model, rubric: row.rubric },
    verdict:
      row.refusal === null
        ? { kind: 'scored', metrics: metricsIn(row) }
        : { kind: 'unscored', reason: row.refusal },
  };
}

function metricsIn(row: DayRecord): MicroMetrics {
  return {
    sentiment_score: row.sentiment_score,
    sentiment_shift: row.sentiment_shift,
    resolution_achieved: row.resolution_achieved,
    fcr_score: row.fcr_score,
    ces: row.ces,
    predicted_rating: row.predicted_rating,
    topics: row.topics,
    outcome: row.outcome,
  };
}
