import { DEFAULT_TIME_LIMITS } from '@powerpulse/contracts';
import { describe, expect, it } from 'vitest';
import { DayEvents } from '../../test/day-events.js';
import { MemoryReadModel } from '../../test/memory-read-model.js';
import { type DayEvent, statedBy } from './evolve-day.js';
import { summarizeConversation } from './summarize-conversation.js';
import { BUILT_IN_PROFILES } from './weights.js';

const events = new DayEvents();
const on = (n: number) => ({ chatId: 'c', date: `2026-01-0${n}`, version: 1 });
const agent = (username: string, messages: number, last_at: string, email: string | null = null) => ({
  username,
  messages,
  last_at,
  email,
});

function summaryOf(history: DayEvent[]) {
  const model = new MemoryReadModel({
    ...BUILT_IN_PROFILES.standard,
    timeLimits: DEFAULT_TIME_LIMITS,
    activeScorer: null,
  });
  model.project(history.flatMap(statedBy));
  return [...model.conversations.values()][0]!;
}

describe('the summary of a conversation', () => {
  it('is none without days', () => {
    expect(summarizeConversation([])).toBeNull();
  });

  it('averages over scored days, and other metrics over the days that have them', () => {
    const summary = summaryOf([
      ...[1, 2, 3, 4].map((n) => events.created(on(n))),
      events.scored([
        { ...on(1), metrics: { sentiment_score: 8, predicted_rating: 5 } },
        { ...on(2), metrics: { sentiment_score: 4, ces: null, predicted_rating: 2 } },
        { ...on(3), metrics: { sentiment_score: null, predicted_rating: null } },
      ]),
    ]);
    expect(summary).toMatchObject({ days: 4, scoredDays: 2, sentimentScore: 6, predictedRating: 3.5 });
    expect(summary.effectiveness).toBe(7.75);
  });

  it('calls first contact resolution true where every day that has a score has it above 7', () => {
    const withScores = (...scores: (number | null)[]) =>
      summaryOf(
        scores.flatMap((fcr_score, i) => [
          events.created(on(i + 1)),
          events.scored([{ ...on(i + 1), metrics: { fcr_score } }]),
        ]),
      ).fcr;
    expect(withScores(7.1, null, 9)).toBe(true);
    expect(withScores(7.1, 7)).toBe(false);
    expect(withScores(null)).toBeNull();
  });

  it('ends as its last day that has an outcome', () => {
    const summary = summaryOf([
      ...[1, 2, 3].map((n) => events.created(on(n))),
      events.scored([
        { ...on(1), metrics: { outcome: 'pending' } },
        { ...on(2), metrics: { outcome: 'escalated' } },
        { ...on(3), metrics: { outcome: null } },
      ]),
    ]);
    expect(summary.outcome).toBe('escalated');
  });

  it('lists topics by days, then slug, with their newest display form', () => {
    const topic = (slug: string, label = slug) => ({ slug, label });
    const summary = summaryOf([
      ...[1, 2].map((n) => events.created(on(n))),
      events.scored([
        { ...on(1), metrics: { topics: [topic('refund'), topic('zone', 'Zone'), topic('billing')] } },
        { ...on(2), metrics: { topics: [topic('zone', 'ZONE'), topic('zone', 'ZONE')] } },
      ]),
    ]);
    expect(summary.topics).toEqual([topic('zone', 'ZONE'), topic('billing'), topic('refund')]);
  });

  it('names the agent with most messages first, then the latest, outbound days too', () => {
    const summary = summaryOf([
      events.created({
        ...on(1),
        agents: [agent('ann', 3, '2026-01-01T10:00:00Z', 'ann@x'), agent('bob', 2, '2026-01-01T11:00:00Z')],
      }),
      events.created({ ...on(2), customerMessages: 0, agents: [agent('bob', 1, '2026-01-02T09:00:00Z')] }),
      events.created({ ...on(3), agents: [agent('cleo', 1, '2026-01-03T09:00:00Z')] }),
    ]);
    expect(summary.agents).toEqual([
      { username: 'bob', email: null },
      { username: 'ann', email: 'ann@x' },
      { username: 'cleo', email: null },
    ]);
  });

  it('spans from its first to its last message', () => {
    const summary = summaryOf([events.created(on(2)), events.created(on(1))]);
    expect(summary.firstAt).toBe(Date.parse('2026-01-01T10:00:00.000Z'));
    expect(summary.lastAt).toBe(Date.parse('2026-01-02T10:20:00.000Z'));
    expect(summary.messages).toBe(8);
  });
});
