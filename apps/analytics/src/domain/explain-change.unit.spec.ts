import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toNano } from './exact.js';
import { type ExplainedPeriod, explainChange } from './explain-change.js';
import { noTotals } from './totals.js';
import { BUILT_IN_PROFILES } from './weights.js';

const { weights } = BUILT_IN_PROFILES.standard;
type Pillars = [number, number, number, number];
interface Day {
  pillars: Pillars;
  groups: string[];
}

const csiOf = ([a, b, c, d]: Pillars) =>
  weights.effectiveness * a + weights.effort * b + weights.efficiency * c + weights.empathy * d;

/** As the read models hold them: every value rounded once to nano-units. */
function period(days: readonly Day[]): ExplainedPeriod {
  const totals = noTotals();
  const groups = new Map<string, { days: bigint; csi: bigint }>();
  for (const { pillars, groups: own } of days) {
    totals.counts.scored_days++;
    totals.sums.csi += toNano(csiOf(pillars));
    totals.sums.resolution_quality += toNano(pillars[0]);
    totals.sums.customer_ease += toNano(pillars[1]);
    totals.sums.service_timeliness += toNano(pillars[2]);
    totals.sums.interaction_quality += toNano(pillars[3]);
    own.forEach((group, i) => {
      const shares = groups.get(group) ?? { days: 0n, csi: 0n };
      const part = (whole: bigint) =>
        whole / BigInt(own.length) + (BigInt(i) < whole % BigInt(own.length) ? 1n : 0n);
      groups.set(group, {
        days: shares.days + part(toNano(1)),
        csi: shares.csi + part(toNano(csiOf(pillars))),
      });
    });
  }
  return { totals, topics: groups, agents: groups };
}

const score = fc.double({ min: 0, max: 100, noNaN: true });
const day: fc.Arbitrary<Day> = fc.record({
  pillars: fc.tuple(score, score, score, score),
  groups: fc.uniqueArray(fc.constantFrom('refund', 'login', 'delivery', 'outage', 'price'), { maxLength: 5 }),
});
const days = fc.array(day, { minLength: 1, maxLength: 30 });

/** Without the sign that zero may have. */
const nano = (points: number) => Math.round(points * 1e9) + 0;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('explaining a change of CSI', () => {
  it('adds up to the change exactly, in every split, however few parts are listed', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 8 }), (before, after, limit) => {
        const change = explainChange(period(before), period(after), weights, limit)!;
        const delta = nano(change.delta);
        const mean = (all: Day[]) => sum(all.map((one) => csiOf(one.pillars))) / all.length;
        expect(change.delta).toBeCloseTo(mean(after) - mean(before), 7);
        expect(sum(change.pillars.map(({ contribution }) => nano(contribution)))).toBe(delta);
        for (const { parts, others, within, mix } of [change.topics, change.agents]) {
          expect(sum(parts.map((part) => nano(part.contribution))) + nano(others.contribution)).toBe(delta);
          expect(nano(within) + nano(mix)).toBe(delta);
          for (const part of parts) expect(nano(part.within) + nano(part.mix)).toBe(nano(part.contribution));
          expect(parts.length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('tells a group that got worse from one that got rarer', () => {
    const of = (value: number, group: string): Day => ({
      pillars: [value, value, value, value],
      groups: [group],
    });
    const [good, bad] = [of(80, 'refund'), of(40, 'outage')];
    const rarer = explainChange(period([good, good, bad]), period([good, bad, bad]), weights, 10)!;
    expect(nano(rarer.topics.within)).toBe(0);
    expect(rarer.topics.mix).toBeCloseTo(-40 / 3, 8);
    const worse = explainChange(period([good, bad]), period([of(60, 'refund'), bad]), weights, 10)!;
    expect(worse.topics.parts[0]).toMatchObject({ group: 'refund', csi: { before: 80, after: 60 }, mix: 0 });
    expect(worse.topics.parts[0]!.within).toBeCloseTo(-10, 8);
    expect(worse.delta).toBeCloseTo(-10, 8);
  });

  it('counts a day of several topics once, and days without one as a group of their own', () => {
    const pillars: Pillars = [50, 50, 50, 50];
    const both = { pillars, groups: ['refund', 'login', 'price'] };
    const change = explainChange(period([both]), period([both, { pillars, groups: [] }]), weights, 10)!;
    const { parts } = change.topics;
    expect(sum(parts.map((part) => part.days.after))).toBeCloseTo(2, 9);
    expect(parts.find(({ group }) => group === null)?.days).toEqual({ before: 0, after: 1 });
    expect(change.delta).toBe(0);
  });

  it('has nothing to say where a period has no scored day', () => {
    const one = period([{ pillars: [1, 2, 3, 4], groups: [] }]);
    expect(explainChange(period([]), one, weights, 5)).toBeNull();
    expect(explainChange(one, period([]), weights, 5)).toBeNull();
  });
});
