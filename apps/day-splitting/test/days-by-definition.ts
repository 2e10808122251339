import type { TimeMetrics } from '@powerpulse/contracts';
import fc from 'fast-check';
import { calendarIn } from '../src/domain/calendar.js';
import type { DayMessage } from '../src/domain/conversation-day.js';

interface PlainDay {
  date: string;
  messageIds: string[];
  time: TimeMetrics;
}

/** The definitions of docs/metrics.md, one by one, each by looking at all messages: slow and plain. */
export function byDefinition(messages: readonly DayMessage[], timeZone: string): PlainDay[] {
  const dateOf = calendarIn(timeZone);
  const all = messages.toSorted((a, b) => a.at - b.at);
  const isTurnStart = (i: number) =>
    all[i]?.direction === 'to_company' && (i === 0 || all[i - 1]?.direction === 'to_client');
  const replyTo = (i: number) => all.find((message, j) => j > i && message.direction === 'to_client');
  const dates = [...new Set(all.map((message) => dateOf(message.at)))].toSorted();
  return dates.map((date) => {
    const own = all.filter((message) => dateOf(message.at) === date);
    const turns = all.flatMap((message, i) =>
      isTurnStart(i) && dateOf(message.at) === date ? [{ asked: message.at, reply: replyTo(i) }] : [],
    );
    const waits = turns.flatMap(({ asked, reply }) => (reply === undefined ? [] : [reply.at - asked]));
    const instants = own.map((message) => message.at);
    return {
      date,
      messageIds: own.map((message) => message.messageId),
      time: {
        first_response_time: waits[0] === undefined ? null : waits[0] / 1000,
        avg_response_time: waits.length === 0 ? null : waits.reduce((a, b) => a + b) / waits.length / 1000,
        total_handling_time: own.some((message) => message.direction === 'to_client')
          ? (Math.max(...instants) - Math.min(...instants)) / 60_000
          : null,
        customer_turns: turns.length,
        unanswered_turns: turns.filter(({ reply }) => reply === undefined).length,
      },
    };
  });
}

const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu');
/** Around changes of clocks and dates, close together, so that turns cross midnights and instants repeat. */
const instant = fc
  .tuple(
    fc.constantFrom('2010-11-07T02:00:00Z', '2011-12-30T10:00:00Z', '2026-03-29T00:00:00Z'),
    fc.integer({ min: -300, max: 300 }),
  )
  .map(([around, steps]) => Date.parse(around) + steps * 600_000);

const conversation = fc
  .array(fc.tuple(instant, fc.constantFrom('to_company' as const, 'to_client' as const)), { maxLength: 40 })
  .map((written) =>
    written.map(([at, direction], i): DayMessage => {
      const agent =
        direction === 'to_client' && i % 3 > 0 ? { username: `agent-${i % 3}`, email: null } : null;
      return { messageId: `message-${i}`, at, direction, tokens: i, agent };
    }),
  );

export const anyConversation = fc.record({ messages: conversation, timeZone: zone });

/** A conversation and the same messages in another order, in which those of one instant keep theirs. */
export const interleavings = fc
  .record({
    messages: conversation,
    timeZone: zone,
    keys: fc.array(fc.integer(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ messages, timeZone, keys }) => {
    const rankOf = new Map<number, number>();
    messages.forEach((message, i) => {
      if (!rankOf.has(message.at)) rankOf.set(message.at, keys[i] ?? 0);
    });
    const rank = (message: DayMessage) => rankOf.get(message.at) ?? 0;
    return { messages, timeZone, shuffled: messages.toSorted((a, b) => rank(a) - rank(b)) };
  });
