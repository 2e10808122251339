import { readFileSync } from 'node:fs';
import { DEFAULT_TIME_LIMITS as limits, type TimeMetrics } from '@powerpulse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csiOf, NO_PILLARS, type Pillars, pillarsOf } from './csi.js';
import { BUILT_IN_PROFILES, sumToOne } from './weights.js';

interface GoldenDay {
  date: string;
  outbound: boolean;
  first_response_time: number | null;
  avg_response_time: number | null;
  total_handling_time: number | null;
  unanswered_turns: number;
  csi: number | null;
}
interface GoldenCase {
  name: string;
  profile: keyof typeof BUILT_IN_PROFILES;
  judged: Record<string, Parameters<typeof pillarsOf>[0]>;
  expected: (GoldenDay & Pillars)[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../../../test/data/golden-days.json', import.meta.url), 'utf8'),
) as GoldenCase[];

/** The file does not name the turns of a day: one was answered where there is a response time. */
const timeOf = (day: GoldenDay): TimeMetrics => ({
  first_response_time: day.first_response_time,
  avg_response_time: day.avg_response_time,
  total_handling_time: day.total_handling_time,
  customer_turns: day.unanswered_turns + (day.first_response_time === null ? 0 : 1),
  unanswered_turns: day.unanswered_turns,
});

const near = (actual: number | null, expected: number | null) => {
  if (expected === null || actual === null) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9);
};

describe('pillars and CSI', () => {
  it.each(golden)('golden $name', ({ expected, judged, profile }) => {
    for (const day of expected) {
      const pillars = day.outbound ? NO_PILLARS : pillarsOf(judged[day.date] ?? null, timeOf(day), limits);
      near(pillars.effectiveness, day.effectiveness);
      near(pillars.effort, day.effort);
      near(pillars.efficiency, day.efficiency);
      near(pillars.empathy, day.empathy);
      near(csiOf(pillars, BUILT_IN_PROFILES[profile].weights), day.csi);
    }
  });

  const noTime = { first_response_time: null, avg_response_time: null, total_handling_time: null };

  it('gives silence no marks, and a continued question none at all', () => {
    const silent = { ...noTime, customer_turns: 2, unanswered_turns: 2 };
    const continued = { ...noTime, customer_turns: 0, unanswered_turns: 0 };
    expect(pillarsOf(null, silent, limits).efficiency).toBe(0);
    expect(pillarsOf(null, { ...silent, total_handling_time: 5 }, limits).efficiency).toBe(0);
    expect(pillarsOf(null, continued, limits).efficiency).toBeNull();
    expect(pillarsOf(null, { ...continued, total_handling_time: 60 }, limits).efficiency).toBe(5);
  });

  it('scores times against the limits that the organization chose', () => {
    const time = { ...noTime, first_response_time: 60, customer_turns: 1, unanswered_turns: 0 };
    expect(pillarsOf(null, time, { ...limits, first_response_seconds: 120 }).efficiency).toBe(5);
    expect(pillarsOf(null, time, { ...limits, first_response_seconds: 60 }).efficiency).toBe(0);
    expect(pillarsOf(null, time, { ...limits, handling_seconds: 1 }).efficiency).toBeCloseTo(
      10 * (1 - 1 / 60),
    );
  });

  const pillar = fc.double({ min: 0, max: 10, noNaN: true });
  const profile = fc.constantFrom(...Object.values(BUILT_IN_PROFILES));

  it('keeps CSI on its scale, and null unless all four pillars are there', () => {
    fc.assert(
      fc.property(pillar, pillar, pillar, pillar, profile, (a, b, c, d, { weights }) => {
        const all = { effectiveness: a, effort: b, efficiency: c, empathy: d };
        const csi = csiOf(all, weights)!;
        const values = Object.values(all);
        expect(csi).toBeGreaterThanOrEqual(Math.max(0, 10 * Math.min(...values) - 1e-9));
        expect(csi).toBeLessThanOrEqual(Math.min(100, 10 * Math.max(...values) + 1e-9));
        for (const key of Object.keys(all)) expect(csiOf({ ...all, [key]: null }, weights)).toBeNull();
      }),
    );
  });

  const seconds = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }));

  it('keeps pillars on their scale, whatever was measured', () => {
    const judged = fc.record({
      sentiment_score: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
      sentiment_shift: fc.option(fc.double({ min: -5, max: 5, noNaN: true })),
      resolution_achieved: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
      fcr_score: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
      ces: fc.option(fc.double({ min: 1, max: 7, noNaN: true })),
    });
    const time = fc.record({
      first_response_time: seconds,
      avg_response_time: seconds,
      total_handling_time: seconds,
      customer_turns: fc.nat(3),
      unanswered_turns: fc.nat(3),
    });
    fc.assert(
      fc.property(judged, time, (metrics, times) => {
        for (const value of Object.values(pillarsOf(metrics, times, limits)))
          if (value !== null) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(10);
          }
      }),
    );
  });

  it('weighs with profiles that sum to 1', () => {
    for (const { weights } of Object.values(BUILT_IN_PROFILES)) expect(sumToOne(weights)).toBe(true);
    expect(sumToOne({ effectiveness: 0.5, effort: 0.5, efficiency: 0.5, empathy: 0 })).toBe(false);
  });
});
