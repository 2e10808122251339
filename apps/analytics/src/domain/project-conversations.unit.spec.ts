import { DEFAULT_TIME_LIMITS } from '@powerpulse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayEvents, LOCAL, OTHER } from '../../test/day-events.js';
import { MemoryReadModel } from '../../test/memory-read-model.js';
import { dateNumber } from './date-totals.js';
import { ANY_DAY, SCORED_DAY, scoredBy } from './day-gaps.js';
import { countedDay } from './derive-day.js';
import { type DayEvent, statedBy } from './evolve-day.js';
import { toNano } from './exact.js';
import { conversationsBetween } from './gap-table.js';
import { addTotals, noTotals, totalsOf } from './totals.js';
import { BUILT_IN_PROFILES } from './weights.js';

const events = new DayEvents();
const rules = {
  weights: BUILT_IN_PROFILES.standard.weights,
  timeLimits: DEFAULT_TIME_LIMITS,
  activeScorer: null,
};

const ref = fc.record({
  chatId: fc.constantFrom('a', 'b', 'c'),
  date: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03', '2026-01-09'),
  /** Even; retractions are odd, so that a day may come back after one. */
  version: fc.constantFrom(2, 4, 6),
});
const score = fc.option(fc.double({ min: 0, max: 10, noNaN: true }));
const agent = fc.record({
  username: fc.constantFrom('ann', 'bob'),
  email: fc.option(fc.constant('x@example.org')),
  messages: fc.integer({ min: 1, max: 5 }),
  last_at: fc.constantFrom('2026-01-01T10:00:00.000Z', '2026-01-02T10:00:00.000Z'),
});
const topics = fc
  .subarray(['billing', 'outage', 'refund'])
  .map((slugs) => slugs.map((slug) => ({ slug, label: slug.toUpperCase() })));
const metrics = fc.record({
  sentiment_score: score,
  resolution_achieved: score,
  fcr_score: score,
  ces: fc.option(fc.double({ min: 1, max: 7, noNaN: true })),
  topics,
});
const options = fc.record({
  scorer: fc.constantFrom(LOCAL, OTHER),
  at: fc.constantFrom('2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z'),
});
/** A version of a day is one fact: whatever else is drawn for it follows from the reference. */
const created = fc.tuple(ref, fc.array(agent, { maxLength: 2 })).map(([day, agents]) => {
  const customerMessages = (day.chatId.charCodeAt(0) + day.version / 2) % 3;
  const unique = day.version % 4 === 0 ? [] : agents.slice(0, 1);
  return { day, customerMessages, agents: unique };
});
const event: fc.Arbitrary<DayEvent> = fc.oneof(
  ref.map((day) => events.retracted({ ...day, version: day.version + 1 })),
  fc.tuple(ref, metrics, options).map(([day, m, o]) => events.scored([{ ...day, metrics: m }], o)),
  fc.tuple(ref, options).map(([day, o]) => events.unscored(day, o)),
  created.map(({ day, ...rest }) => events.created({ ...day, ...rest })),
);
/** At most one event per id, as the inbox sees to it. */
const history = fc
  .array(event, { maxLength: 40 })
  .map((drawn) => [...new Map(drawn.map((e) => [e.id, e])).values()]);

function projected(batches: readonly (readonly DayEvent[])[]) {
  const model = new MemoryReadModel(rules);
  for (const batch of batches) model.project(batch.flatMap(statedBy));
  return model;
}
const inBatches = <T>(items: readonly T[], size: number): T[][] =>
  items.length === 0 ? [] : [items.slice(0, size), ...inBatches(items.slice(size), size)];

const comparable = ({ rows, daily, gaps, conversations }: MemoryReadModel) => ({
  rows: new Map([...rows].sort()),
  daily: new Map([...daily].sort()),
  gaps: new Map([...gaps].sort()),
  conversations: new Map([...conversations].sort()),
});

describe('projecting days', () => {
  it('gives the same read models for any order, batching and repetition', () => {
    const shuffled = history.chain((original) =>
      fc.tuple(
        fc.constant(original),
        fc.shuffledSubarray(original, { minLength: original.length }),
        fc.subarray(original),
        fc.integer({ min: 1, max: 7 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([original, shuffle, again, size]) => {
        const once = comparable(projected([original]));
        const otherwise = comparable(projected(inBatches([...shuffle, ...again], size)));
        expect(otherwise).toEqual(once);
      }),
    );
  });

  it('keeps sums that equal a recomputation from the rows', () => {
    fc.assert(
      fc.property(history, (drawn) => {
        const model = projected(inBatches(drawn, 1));
        const perDate = new Map<string, ReturnType<typeof noTotals>>();
        for (const row of model.rows.values()) {
          const day = countedDay(row, rules);
          if (day === null) continue;
          const totals = perDate.get(day.date) ?? noTotals();
          addTotals(totals, totalsOf(day), 1);
          perDate.set(day.date, totals);
        }
        expect(model.dates()).toEqual([...perDate.keys()].sort());
        for (const [date, totals] of perDate) {
          const kept = noTotals();
          for (const row of model.daily.values())
            if (row.date === date && row.dimension === 'all') addTotals(kept, row.totals, 1);
          expect(kept).toEqual(totals);
        }
      }),
    );
  });

  it('shares each scored day out among its topics and agents, down to the last nano-unit', () => {
    fc.assert(
      fc.property(history, (drawn) => {
        const model = projected(inBatches(drawn, 2));
        const expected = new Map<string, bigint>();
        const add = (dimension: string, csi: number) =>
          expected.set(dimension, (expected.get(dimension) ?? 0n) + toNano(csi));
        for (const row of model.rows.values()) {
          const day = countedDay(row, rules);
          if (day?.csi == null) continue;
          add('all', day.csi);
          if ((day.metrics?.topics.length ?? 0) > 0) add('topic', day.csi);
          if (day.facts.agents.length > 0) add('agent', day.csi);
          if (day.metrics?.outcome != null) add('outcome', day.csi);
        }
        const kept = new Map<string, bigint>();
        for (const { dimension, shares } of model.daily.values())
          if (shares.csi !== 0n) kept.set(dimension, (kept.get(dimension) ?? 0n) + shares.csi);
        expect(kept).toEqual(new Map([...expected].filter(([, csi]) => csi !== 0n)));
      }),
    );
  });

  it('counts conversations of any range from gaps alone', () => {
    const date = fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-02', '2026-01-04', '2026-01-09');
    fc.assert(
      fc.property(history, fc.option(date), fc.option(date), (drawn, start, end) => {
        const model = projected(inBatches(drawn, 3));
        const days = [...model.rows.values()]
          .flatMap((row) => countedDay(row, rules) ?? [])
          .filter((day) => (start === null || day.date >= start) && (end === null || day.date <= end));
        const count = (of: typeof days) => new Set(of.map((day) => day.conversationId)).size;
        const scored = days.filter((day) => day.status === 'scored');
        expect(model.conversationsIn(ANY_DAY, start, end)).toBe(count(days));
        expect(model.conversationsIn(SCORED_DAY, start, end)).toBe(count(scored));
        const other = scored.filter((day) => day.scorer?.provider === OTHER.provider);
        expect(model.conversationsIn(scoredBy('openai/gpt-test@r1'), start, end)).toBe(count(other));
        const first = start === null ? -Infinity : dateNumber(start);
        const last = end === null ? Infinity : dateNumber(end);
        expect(conversationsBetween(model.gapTable(SCORED_DAY), first, last)).toBe(count(scored));
      }),
    );
  });

  it('leaves nothing of conversations whose days are all retracted', () => {
    const day = { chatId: 'a', date: '2026-01-01', version: 1 };
    const retracted = events.retracted({ ...day, version: 2 });
    const model = projected([[events.created(day)], [events.scored([day])], [retracted]]);
    expect(model.daily.size + model.gaps.size + model.conversations.size).toBe(0);
  });
});
