import type { EarlierDay } from '@powerpulse/contracts';
import { transcriptHash } from '@powerpulse/ids';
import { calendarIn } from './calendar.js';
import type { ConversationDay, DayMessage } from './conversation-day.js';
import { agentsOf } from './day-agents.js';
import { type ResponseTimes, responseTimesByDay, timeMetrics } from './time-metrics.js';

/**
 * An event names this many earlier days at most, the latest ones: each of them adds 130 bytes to the event of every
 * later day, which for a conversation of thousands of days would be more than messages and memory hold.
 */
export const MAX_EARLIER_DAYS = 60;

/**
 * The days of one conversation, oldest first. `messages` is the whole conversation; messages of the same instant
 * stand in the order of their first acceptance, otherwise their order does not matter.
 */
export function splitIntoDays(messages: readonly DayMessage[], timeZone: string): ConversationDay[] {
  const ordered = inOrder(messages);
  const dateOf = calendarIn(timeZone);
  const dates = ordered.map((message) => dateOf(message.at));
  const responses = responseTimesByDay(ordered, dates);
  const days: ConversationDay[] = [];
  const references: EarlierDay[] = [];
  for (const [date, own] of groupByDate(ordered, dates)) {
    const earlierDays = references.slice(-MAX_EARLIER_DAYS);
    const day = describeDay(date, own, responses.get(date), earlierDays);
    days.push(day);
    references.push({
      date,
      messages: day.messages,
      customer_messages: day.customerMessages,
      first_customer_message_id: own.find((m) => m.direction === 'to_company')?.messageId ?? null,
    });
  }
  return days;
}

function describeDay(
  date: string,
  messages: readonly DayMessage[],
  responses: ResponseTimes | undefined,
  earlierDays: EarlierDay[],
): ConversationDay {
  const messageIds = messages.map((message) => message.messageId);
  let customerMessages = 0;
  let tokenEstimate = 0;
  for (const { direction, tokens } of messages) {
    if (direction === 'to_company') customerMessages++;
    tokenEstimate += tokens;
  }
  const firstAt = messages[0]?.at ?? NaN;
  const lastAt = messages.at(-1)?.at ?? NaN;
  const answered = customerMessages < messages.length;
  return {
    date,
    messageIds,
    firstAt,
    lastAt,
    messages: messages.length,
    customerMessages,
    outbound: customerMessages === 0,
    agents: agentsOf(messages),
    time: timeMetrics(responses, answered ? lastAt - firstAt : null),
    tokenEstimate,
    earlierDays,
    transcriptHash: transcriptHash({ messageIds, earlierDays }),
  };
}

/** Stable, so that equal instants keep their order. */
function inOrder(messages: readonly DayMessage[]): readonly DayMessage[] {
  let before = -Infinity;
  for (const { at } of messages) {
    if (at < before) return messages.toSorted((a, b) => a.at - b.at);
    before = at;
  }
  return messages;
}

/**
 * Oldest date first. A date may come back after another one (clocks put back across midnight), so days are found by
 * their date, not by where it changes.
 */
function groupByDate(
  ordered: readonly DayMessage[],
  dates: readonly string[],
): [date: string, DayMessage[]][] {
  const groups = new Map<string, DayMessage[]>();
  ordered.forEach((message, i) => {
    const date = dates[i] ?? '';
    const group = groups.get(date);
    if (group === undefined) groups.set(date, [message]);
    else group.push(message);
  });
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
