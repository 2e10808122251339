import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Judged, oracleDays, readGrouped, WEIGHTS } from './days.js';
import { conversations, dailyMetrics, periodMetrics } from './metrics.js';

interface RawConversation {
  messages: Record<string, unknown>[];
  judged: Record<string, Judged>;
}
const load = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8'));

function daysOf(raw: RawConversation[], zone: string, profile: string) {
  const weights = WEIGHTS[profile];
  if (!weights) throw new Error(`unknown profile ${profile}`);
  const messages = raw.flatMap((c) => readGrouped({ [String(c.messages[0]?.FB_CHAT_ID)]: c.messages }));
  const judged = new Map(raw.map((c) => [String(c.messages[0]?.FB_CHAT_ID), c.judged]));
  return oracleDays(messages, zone, (chat, date) => judged.get(chat)?.[date] ?? null, weights);
}

/** Numbers to 1e-9, everything else exactly; keys that the expectation doesn't name are not compared. */
function expectClose(actual: unknown, expected: unknown, at = '$'): void {
  if (typeof expected === 'number') {
    expect(actual, at).toBeTypeOf('number');
    expect(Math.abs((actual as number) - expected), at).toBeLessThan(1e-9);
  } else if (Array.isArray(expected)) {
    expect((actual as unknown[]).length, at).toBe(expected.length);
    expected.forEach((e, i) => expectClose((actual as unknown[])[i], e, `${at}[${i}]`));
  } else if (expected !== null && typeof expected === 'object') {
    for (const [k, v] of Object.entries(expected))
      expectClose((actual as Record<string, unknown>)[k], v, `${at}.${k}`);
  } else expect(actual, at).toBe(expected);
}

describe('the oracle reproduces the golden cases', () => {
  it.each(
    load('golden-days.json') as { name: string; timezone: string; profile: string; expected: unknown[] }[],
  )('days: $name', (c) => {
    const days = daysOf([c as unknown as RawConversation], c.timezone, c.profile);
    expectClose(days, c.expected);
  });

  interface AggregateCase {
    name: string;
    timezone: string;
    profile: string;
    conversations: RawConversation[];
    expected: {
      start_date: string | null;
      end_date: string | null;
      metrics: unknown;
      daily?: unknown;
      conversations?: { chat_id: string }[];
    }[];
  }
  it.each(load('golden-aggregates.json') as AggregateCase[])('aggregates: $name', (c) => {
    const days = daysOf(c.conversations, c.timezone, c.profile);
    for (const e of c.expected) {
      expectClose(periodMetrics(days, e.start_date, e.end_date), e.metrics);
      if (e.daily) expectClose(dailyMetrics(days), e.daily);
      if (e.conversations) {
        const sorted = [...e.conversations].sort((a, b) => (a.chat_id < b.chat_id ? -1 : 1));
        expectClose(conversations(days), sorted);
      }
    }
  });
});
