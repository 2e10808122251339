import type { TimeMetrics } from '@powerpulse/contracts';

interface Written {
  at: number;
  direction: 'to_company' | 'to_client';
}

/** Of the customer turns that began on one day; milliseconds. */
export interface ResponseTimes {
  turns: number;
  answered: number;
  /** Of the first answered turn. */
  first: number | null;
  sum: number;
}

/**
 * A customer turn is a run of customer messages up to the next agent message. It belongs to the day of its first
 * message; its reply may fall on a later one.
 */
export function responseTimesByDay(
  ordered: readonly Written[],
  dates: readonly string[],
): Map<string, ResponseTimes> {
  const days = new Map<string, ResponseTimes>();
  let open: { since: number; day: ResponseTimes } | null = null;
  for (let i = 0; i < ordered.length; i++) {
    const message = ordered[i];
    const date = dates[i];
    if (message === undefined || date === undefined) break;
    if (message.direction === 'to_company') {
      open ??= { since: message.at, day: beginTurn(days, date) };
    } else if (open !== null) {
      const { since, day } = open;
      day.first ??= message.at - since;
      day.sum += message.at - since;
      day.answered++;
      open = null;
    }
  }
  return days;
}

function beginTurn(days: Map<string, ResponseTimes>, date: string): ResponseTimes {
  let day = days.get(date);
  if (day === undefined) {
    day = { turns: 0, answered: 0, first: null, sum: 0 };
    days.set(date, day);
  }
  day.turns++;
  return day;
}

/** `handling` is last minus first message in milliseconds, null where no agent wrote that day. */
export function timeMetrics(responses: ResponseTimes | undefined, handling: number | null): TimeMetrics {
  const { turns, answered, first, sum } = responses ?? { turns: 0, answered: 0, first: null, sum: 0 };
  return {
    first_response_time: first === null ? null : first / 1000,
    avg_response_time: answered === 0 ? null : sum / answered / 1000,
    total_handling_time: handling === null ? null : handling / 60_000,
    customer_turns: turns,
    unanswered_turns: turns - answered,
  };
}
