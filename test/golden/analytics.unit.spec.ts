import { readFileSync } from 'node:fs';
import { DEFAULT_TIME_LIMITS, type MicroMetrics, type ScorerId } from '@powerpulse/contracts';
import { conversationId, dayId, messageId } from '@powerpulse/ids';
import { describe, expect, it } from 'vitest';
import type { DayState } from '../../apps/analytics/src/domain/conversation-day.js';
import { countedDay } from '../../apps/analytics/src/domain/derive-day.js';
import { BUILT_IN_PROFILES } from '../../apps/analytics/src/domain/weights.js';
import { MemoryReadModel } from '../../apps/analytics/test/memory-read-model.js';
import type { DayMessage } from '../../apps/day-splitting/src/domain/conversation-day.js';
import { splitIntoDays } from '../../apps/day-splitting/src/domain/split-into-days.js';

type Judged = Pick<
  MicroMetrics,
  'sentiment_score' | 'sentiment_shift' | 'resolution_achieved' | 'fcr_score' | 'ces'
> & { topics: string[] };

interface GoldenConversation {
  messages: {
    FB_CHAT_ID: string;
    MESSAGE_CONTENT: string;
    DIRECTION: 'to_company' | 'to_client';
    SOCIAL_CREATE_TIME: string;
  }[];
  judged: Record<string, Judged>;
}
interface GoldenCase {
  name: string;
  timezone: string;
  profile: keyof typeof BUILT_IN_PROFILES;
}
interface DaysCase extends GoldenCase, GoldenConversation {
  expected: Record<string, unknown>[];
}
interface AggregatesCase extends GoldenCase {
  conversations: GoldenConversation[];
  expected: {
    start_date: string | null;
    end_date: string | null;
    metrics: object;
    daily?: { date: string }[];
    conversations?: { chat_id: string }[];
  }[];
}

const load = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8'));

const ORGANIZATION = 'golden';
const SCORER: ScorerId = { provider: 'golden', model: 'file', rubric: '1' };

function messagesOf({ messages }: GoldenConversation): DayMessage[] {
  const unique = new Map<string, DayMessage>();
  for (const m of messages) {
    const at = Date.parse(m.SOCIAL_CREATE_TIME);
    const id = messageId(ORGANIZATION, m.FB_CHAT_ID, at, m.DIRECTION, m.MESSAGE_CONTENT);
    if (!unique.has(id))
      unique.set(id, { messageId: id, at, direction: m.DIRECTION, tokens: 1, agent: null });
  }
  return [...unique.values()];
}

/** What day-splitting and a scorer would have said, facts and judgement apart. */
function statementsOf(conversation: GoldenConversation, timezone: string): DayState[] {
  const chatId = conversation.messages[0]!.FB_CHAT_ID;
  const id = conversationId(ORGANIZATION, chatId);
  return splitIntoDays(messagesOf(conversation), timezone).flatMap((day) => {
    const of = { conversationId: id, date: day.date, dayId: dayId(ORGANIZATION, id, day.date) };
    const facts: DayState = {
      ...of,
      facts: { kind: 'present', version: 1, chatId, ...day },
      judgement: null,
    };
    const judged = conversation.judged[day.date];
    if (judged === undefined) return [facts];
    const metrics: MicroMetrics = {
      ...judged,
      predicted_rating: null,
      topics: judged.topics.map((slug) => ({ slug, label: slug })),
      outcome: null,
    };
    const verdict = { kind: 'scored', metrics } as const;
    const judgement = { version: 1, at: 0, eventId: 'e', scorer: SCORER, verdict };
    return [facts, { ...of, facts: null, judgement }];
  });
}

/** Numbers to 1e-9, everything else exactly; keys that the expectation does not name are not compared. */
function expectClose(actual: unknown, expected: unknown, at = '$'): void {
  if (typeof expected === 'number') {
    expect(actual, at).toBeTypeOf('number');
    expect(Math.abs((actual as number) - expected), at).toBeLessThanOrEqual(1e-9);
  } else if (Array.isArray(expected)) {
    expect((actual as unknown[]).length, at).toBe(expected.length);
    expected.forEach((e, i) => expectClose((actual as unknown[])[i], e, `${at}[${i}]`));
  } else if (expected !== null && typeof expected === 'object') {
    for (const [key, value] of Object.entries(expected))
      expectClose((actual as Record<string, unknown>)[key], value, `${at}.${key}`);
  } else expect(actual, at).toBe(expected);
}

describe('golden days, from raw messages', () => {
  it.each(load('golden-days.json') as DaysCase[])('$name', (golden) => {
    const { weights } = BUILT_IN_PROFILES[golden.profile];
    const model = new MemoryReadModel({ weights, timeLimits: DEFAULT_TIME_LIMITS, activeScorer: null });
    model.project(statementsOf(golden, golden.timezone));
    const days = [...model.rows.values()]
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .map((row) => countedDay(row, { weights, timeLimits: DEFAULT_TIME_LIMITS })!)
      .map(({ date, facts, pillars, csi }) => ({
        date,
        messages: facts.messages,
        customer_messages: facts.customerMessages,
        outbound: facts.outbound,
        ...facts.time,
        ...pillars,
        csi,
      }));
    expectClose(days, golden.expected);
  });
});

describe('golden aggregates, from raw messages', () => {
  it.each(load('golden-aggregates.json') as AggregatesCase[])('$name', (golden) => {
    const { weights } = BUILT_IN_PROFILES[golden.profile];
    const model = new MemoryReadModel({ weights, timeLimits: DEFAULT_TIME_LIMITS, activeScorer: null });
    // One statement at a time: the sums are those of many small deltas.
    for (const conversation of golden.conversations)
      for (const statement of statementsOf(conversation, golden.timezone)) model.project([statement]);
    for (const { start_date, end_date, metrics, daily, conversations } of golden.expected) {
      expectClose(model.metrics(start_date, end_date), metrics);
      if (daily !== undefined) {
        expect(model.dates()).toEqual(daily.map((row) => row.date));
        for (const row of daily) expectClose({ date: row.date, ...model.metrics(row.date, row.date) }, row);
      }
      if (conversations === undefined) continue;
      const summaries = new Map([...model.conversations.values()].map((c) => [c.chatId, c]));
      expect(summaries.size).toBe(conversations.length);
      for (const expected of conversations) {
        const { sentimentScore, ...rest } = summaries.get(expected.chat_id)!;
        expectClose({ ...rest, chat_id: rest.chatId, sentiment_score: sentimentScore }, expected);
      }
    }
  });
});
