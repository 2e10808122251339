import {
  type BatchScored,
  type ConversationDayCreated,
  type ConversationDayRetracted,
  type DayUnscored,
  type EventDefinition,
  type EventEnvelope,
  scorerKey,
} from '@powerpulse/contracts';
import type { DayFacts, DayState, Judgement, Verdict } from './conversation-day.js';

export type Named<E> = E extends EventDefinition<infer N, infer D> ? EventEnvelope<D> & { name: N } : never;

export type DayEvent =
  | Named<typeof ConversationDayCreated>
  | Named<typeof ConversationDayRetracted>
  | Named<typeof BatchScored>
  | Named<typeof DayUnscored>;

/** What an event alone says of days: the rows there would be if nothing else had ever happened. */
export function statedBy(event: DayEvent): DayState[] {
  switch (event.name) {
    case 'ConversationDayCreated':
      return [stated(event.data, created(event.data), null)];
    case 'ConversationDayRetracted':
      return [stated(event.data, { kind: 'retracted', version: event.data.version }, null)];
    case 'BatchScored':
      return event.data.days.map((day) =>
        stated(day, null, judgement(event, day.version, { kind: 'scored', metrics: day.metrics })),
      );
    case 'DayUnscored': {
      const { version, reason } = event.data;
      return [stated(event.data, null, judgement(event, version, { kind: 'unscored', reason }))];
    }
  }
}

/**
 * Joins what is known with what is said. Commutative, associative and idempotent: any order and any number of
 * deliveries give the same row, and two rows of the same day are joined just like a row and an event.
 */
export function evolve(row: DayState | undefined, said: DayState, activeScorer: string | null): DayState {
  if (row === undefined) return said;
  return {
    conversationId: row.conversationId,
    date: row.date,
    dayId: row.dayId,
    facts: laterFacts(row.facts, said.facts),
    judgement: strongerJudgement(row.judgement, said.judgement, activeScorer),
  };
}

function laterFacts(a: DayFacts | null, b: DayFacts | null): DayFacts | null {
  if (a === null || b === null) return a ?? b;
  if (a.version !== b.version) return a.version > b.version ? a : b;
  return b.kind === 'retracted' ? b : a;
}

/**
 * The highest version; of it a score rather than the lack of one, then the active scorer's, then the newest. The
 * event id only settles what nothing else does.
 */
function strongerJudgement(
  a: Judgement | null,
  b: Judgement | null,
  activeScorer: string | null,
): Judgement | null {
  if (a === null || b === null) return a ?? b;
  const rank =
    a.version - b.version ||
    Number(a.verdict.kind === 'scored') - Number(b.verdict.kind === 'scored') ||
    Number(isActive(a, activeScorer)) - Number(isActive(b, activeScorer)) ||
    a.at - b.at;
  if (rank !== 0) return rank > 0 ? a : b;
  return a.eventId >= b.eventId ? a : b;
}

const isActive = ({ scorer }: Judgement, activeScorer: string | null): boolean =>
  activeScorer !== null && scorerKey(scorer) === activeScorer;

function stated(
  of: { conversation_id: string; date: string; day_id: string },
  facts: DayFacts | null,
  judged: Judgement | null,
): DayState {
  return {
    conversationId: of.conversation_id,
    date: of.date,
    dayId: of.day_id,
    facts,
    judgement: judged,
  };
}

function created(data: Named<typeof ConversationDayCreated>['data']): DayFacts {
  return {
    kind: 'present',
    version: data.version,
    chatId: data.chat_id,
    firstAt: Date.parse(data.first_at),
    lastAt: Date.parse(data.last_at),
    messages: data.messages,
    customerMessages: data.customer_messages,
    outbound: data.outbound,
    agents: data.agents,
    time: data.time,
  };
}

function judgement(
  event: Named<typeof BatchScored> | Named<typeof DayUnscored>,
  version: number,
  verdict: Verdict,
): Judgement {
  return {
    version,
    at: Date.parse(event.occurred_at),
    eventId: event.id,
    scorer: event.data.scorer,
    verdict,
  };
}
