import { TimeMetrics } from '@powerpulse/contracts';
import { messageId, transcriptHash } from '@powerpulse/ids';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarIn } from './calendar.js';
import { anyConversation, byDefinition, interleavings } from '../../test/days-by-definition.js';
import type { DayMessage } from './conversation-day.js';
import { MAX_AGENTS } from './day-agents.js';
import { MAX_EARLIER_DAYS, splitIntoDays } from './split-into-days.js';

interface GoldenCase {
  name: string;
  timezone: string;
  messages: {
    FB_CHAT_ID: string;
    MESSAGE_CONTENT: string;
    DIRECTION: 'to_company' | 'to_client';
    SOCIAL_CREATE_TIME: string;
  }[];
  expected: {
    date: string;
    messages: number;
    customer_messages: number;
    outbound: boolean;
    first_response_time: number | null;
    avg_response_time: number | null;
    total_handling_time: number | null;
    unanswered_turns: number;
  }[];
}

const goldenDays = JSON.parse(
  readFileSync(new URL('../../../../test/data/golden-days.json', import.meta.url), 'utf8'),
) as GoldenCase[];

const minute = (
  at: string,
  direction: DayMessage['direction'],
  agent: DayMessage['agent'] = null,
): DayMessage => ({
  messageId: messageId('org', 'chat', Date.parse(at), direction, ''),
  at: Date.parse(at),
  direction,
  tokens: 3,
  agent,
});
const customer = (at: string) => minute(at, 'to_company');
const agent = (at: string, username?: string, email: string | null = null) =>
  minute(at, 'to_client', username === undefined ? null : { username, email });

describe('golden days', () => {
  it.each(goldenDays)('$name in $timezone', ({ messages, timezone, expected }) => {
    const days = splitIntoDays(
      messages.map((m) => {
        const at = Date.parse(m.SOCIAL_CREATE_TIME);
        const id = messageId('default', m.FB_CHAT_ID, at, m.DIRECTION, m.MESSAGE_CONTENT);
        return { messageId: id, at, direction: m.DIRECTION, tokens: 1, agent: null };
      }),
      timezone,
    );
    expect(days.map((day) => day.date)).toEqual(expected.map((day) => day.date));
    expected.forEach((want, i) => {
      const day = days[i];
      expect(day).toMatchObject({
        messages: want.messages,
        customerMessages: want.customer_messages,
        outbound: want.outbound,
      });
      expect(day?.time.unanswered_turns).toBe(want.unanswered_turns);
      for (const field of ['first_response_time', 'avg_response_time', 'total_handling_time'] as const) {
        const [is, should] = [day?.time[field], want[field]];
        if (should === null) expect(is).toBeNull();
        else expect(Math.abs((is ?? NaN) - should)).toBeLessThanOrEqual(1e-9);
      }
    });
  });
});

describe('turns', () => {
  it('counts a reply after midnight to the day of the question', () => {
    const days = splitIntoDays([customer('2026-01-05T23:50:00Z'), agent('2026-01-06T00:10:00Z')], 'UTC');
    expect(days.map((day) => day.time)).toEqual([
      {
        first_response_time: 1200,
        avg_response_time: 1200,
        total_handling_time: null,
        customer_turns: 1,
        unanswered_turns: 0,
      },
      {
        first_response_time: null,
        avg_response_time: null,
        total_handling_time: 0,
        customer_turns: 0,
        unanswered_turns: 0,
      },
    ]);
  });

  it('lets a day that only continues a turn have none of its own', () => {
    const days = splitIntoDays([customer('2026-01-05T23:50:00Z'), customer('2026-01-06T00:10:00Z')], 'UTC');
    expect(days.map((day) => [day.time.customer_turns, day.time.unanswered_turns])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('takes messages of one instant in the order given', () => {
    const question = customer('2026-01-05T10:00:00Z');
    const reply = agent('2026-01-05T10:00:00Z');
    expect(splitIntoDays([question, reply], 'UTC')[0]?.time).toMatchObject({ first_response_time: 0 });
    expect(splitIntoDays([reply, question], 'UTC')[0]?.time).toMatchObject({ unanswered_turns: 1 });
  });
});

describe('what stands in a day', () => {
  it('has agents by messages, then the latest, and ignores names on customer messages', () => {
    const days = splitIntoDays(
      [
        { ...customer('2026-01-05T08:00:00Z'), agent: { username: 'zoe', email: null } },
        agent('2026-01-05T09:00:00Z', 'ann', 'ann@old.example'),
        agent('2026-01-05T10:00:00Z', 'bob'),
        agent('2026-01-05T11:00:00Z'),
        agent('2026-01-05T12:00:00Z', 'ann', 'ann@new.example'),
        agent('2026-01-05T13:00:00Z', 'ann'),
        agent('2026-01-05T14:00:00Z', 'cyd'),
      ],
      'UTC',
    );
    expect(days[0]?.agents).toEqual([
      { username: 'ann', email: 'ann@new.example', messages: 3, last_at: '2026-01-05T13:00:00.000Z' },
      { username: 'cyd', email: null, messages: 1, last_at: '2026-01-05T14:00:00.000Z' },
      { username: 'bob', email: null, messages: 1, last_at: '2026-01-05T10:00:00.000Z' },
    ]);
  });

  it('names no more agents than fit into an event, those with most messages', () => {
    const start = Date.UTC(2026, 0, 5);
    const messages = Array.from({ length: MAX_AGENTS + 50 }, (_, i) =>
      agent(new Date(start + i * 1000).toISOString(), `agent-${i}`),
    );
    messages.push(agent('2026-01-05T20:00:00Z', 'agent-0'));
    const agents = splitIntoDays(messages, 'UTC')[0]?.agents;
    expect(agents).toHaveLength(MAX_AGENTS);
    expect(agents?.[0]).toMatchObject({ username: 'agent-0', messages: 2 });
  });

  it('refers to earlier days and hashes what a scorer is shown', () => {
    const messages = [
      agent('2026-01-05T08:00:00Z'),
      customer('2026-01-06T08:00:00Z'),
      customer('2026-01-06T09:00:00Z'),
      agent('2026-01-08T09:00:00Z'),
    ];
    const ids = messages.map((message) => message.messageId);
    const days = splitIntoDays(messages, 'UTC');
    const earlierDays = [
      { date: '2026-01-05', messages: 1, customer_messages: 0, first_customer_message_id: null },
      { date: '2026-01-06', messages: 2, customer_messages: 2, first_customer_message_id: ids[1] ?? null },
    ];
    expect(days[2]).toMatchObject({
      earlierDays,
      transcriptHash: transcriptHash({ messageIds: ids.slice(3), earlierDays }),
      tokenEstimate: 3,
      firstAt: Date.parse('2026-01-08T09:00:00Z'),
      lastAt: Date.parse('2026-01-08T09:00:00Z'),
    });
    expect(days.map((day) => day.tokenEstimate)).toEqual([3, 6, 3]);
  });

  it('refers to the latest earlier days only, so that a long conversation still fits into events', () => {
    const start = Date.UTC(2020, 0, 1);
    const messages = Array.from({ length: MAX_EARLIER_DAYS + 10 }, (_, day) =>
      customer(new Date(start + day * 86_400_000).toISOString()),
    );
    const days = splitIntoDays(messages, 'UTC');
    expect(days.at(-1)?.earlierDays.map((day) => day.date)).toEqual(
      days.slice(-1 - MAX_EARLIER_DAYS, -1).map((day) => day.date),
    );
  });

  it('gives no day for no message', () => expect(splitIntoDays([], 'Europe/Berlin')).toEqual([]));
});

describe('for every conversation', () => {
  it('puts each message into exactly one day: that of its date', () => {
    fc.assert(
      fc.property(anyConversation, ({ messages, timeZone }) => {
        const dateOf = calendarIn(timeZone);
        const placed = splitIntoDays(messages, timeZone).flatMap((day) =>
          day.messageIds.map((id) => [id, day.date]),
        );
        const expected = messages.map((message) => [message.messageId, dateOf(message.at)]);
        expect(placed.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it('does not depend on the order of the input, instants that are equal apart', () => {
    fc.assert(
      fc.property(interleavings, ({ messages, shuffled, timeZone }) => {
        expect(splitIntoDays(shuffled, timeZone)).toEqual(splitIntoDays(messages, timeZone));
      }),
    );
  });

  it('agrees with the definitions, computed the slow way', () => {
    fc.assert(
      fc.property(anyConversation, ({ messages, timeZone }) => {
        const days = splitIntoDays(messages, timeZone);
        const plain = days.map(({ date, messageIds, time }) => ({ date, messageIds, time }));
        expect(plain).toEqual(byDefinition(messages, timeZone));
        for (const { time } of days) TimeMetrics.parse(time);
      }),
      { numRuns: 300 },
    );
  });
});
