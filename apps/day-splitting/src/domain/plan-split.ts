import { hash } from 'node:crypto';
import type { DayFacts } from './conversation-day.js';

/** What was last said about a day. A retracted day has no fingerprint, but keeps its version. */
export interface DayState {
  date: string;
  version: number;
  fingerprint: string | null;
}

export interface CreatedDay {
  day: DayFacts;
  version: number;
  fingerprint: string;
}

export interface RetractedDay {
  date: string;
  version: number;
}

export interface SplitPlan {
  created: CreatedDay[];
  retracted: RetractedDay[];
  unchanged: number;
}

/** What must be said of a conversation whose days were `previous` and now are `days`. `force` says all again. */
export function planSplit(
  previous: readonly DayState[],
  days: readonly DayFacts[],
  force: boolean,
): SplitPlan {
  const known = new Map(previous.map((state) => [state.date, state]));
  const plan: SplitPlan = { created: [], retracted: [], unchanged: 0 };
  for (const day of days) {
    const state = known.get(day.date);
    const fingerprint = fingerprintOf(day);
    if (!force && state?.fingerprint === fingerprint) plan.unchanged++;
    else plan.created.push({ day, fingerprint, version: (state?.version ?? 0) + 1 });
    known.delete(day.date);
  }
  for (const { date, version, fingerprint } of known.values()) {
    if (fingerprint !== null) plan.retracted.push({ date, version: version + 1 });
  }
  return plan;
}

/** Covers whatever makes a new version of a day. */
export function fingerprintOf(day: DayFacts): string {
  const { transcriptHash, messages, customerMessages, agents, time } = day;
  const covered = [
    transcriptHash,
    messages,
    customerMessages,
    agents.map((agent) => [agent.username, agent.email, agent.messages, agent.last_at]),
    time.first_response_time,
    time.avg_response_time,
    time.total_handling_time,
    time.customer_turns,
    time.unanswered_turns,
  ];
  return hash('sha256', JSON.stringify(covered), 'base64url');
}
