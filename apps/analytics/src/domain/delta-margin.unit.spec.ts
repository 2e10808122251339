import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/seeded-history.js';
import { type DateSums, deltaMargin } from './delta-margin.js';

/** Standard normal numbers, the same in every run (Box and Muller). */
function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const totalOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
const meanOf = ({ sums, days }: DateSums) => totalOf(sums) / totalOf(days);

const sumsOf = (dates: readonly { n: number; sum: number }[]): DateSums => ({
  sums: Float64Array.from(dates, ({ sum }) => sum),
  days: Float64Array.from(dates, ({ n }) => n),
});

/** A period of some dates: conversation-days around 60, those of one date moved together. */
function period(normal: () => number, dates: number, mean = 60): DateSums {
  const made = Array.from({ length: dates }, () => {
    const n = Math.round(12 + 4 * Math.abs(normal()));
    const shared = mean + 3 * normal();
    return { n, sum: Array.from({ length: n }, () => shared + 15 * normal()).reduce((a, b) => a + b, 0) };
  });
  return sumsOf(made);
}

/** Share of 1,000 comparisons that are called more than chance. */
function calledSignificant(dates: number, change: number): number {
  const normal = normals(dates + change);
  const runs = Array.from({ length: 1_000 }, () => {
    const [now, before] = [period(normal, dates, 60 + change), period(normal, dates)];
    return Math.abs(meanOf(now) - meanOf(before)) > (deltaMargin(now, before) ?? Infinity);
  });
  return runs.filter(Boolean).length / runs.length;
}

describe('how large a change has to be to be more than chance', () => {
  it("is Welch's interval where every date has as many days", () => {
    // 10 days a date; means 60, 62, 58, 61, 59 and 55, 57, 53, 56, 54: variances of 2.5, 8 degrees of freedom, t 2.306.
    const dates = (means: number[]) => sumsOf(means.map((mean) => ({ n: 10, sum: mean * 10 })));
    const margin = deltaMargin(dates([60, 62, 58, 61, 59]), dates([55, 57, 53, 56, 54]));
    expect(margin).toBeCloseTo(2.306 * Math.sqrt(2.5 / 5 + 2.5 / 5), 2);
  });

  it.each([7, 30])('calls about one of twenty comparisons of nothing a change, over %i dates', (dates) => {
    const share = calledSignificant(dates, 0);
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.07);
  });

  it('sees a change that is there, the better the more dates there are', () => {
    expect(calledSignificant(7, 10)).toBeGreaterThan(0.9);
    expect(calledSignificant(30, 5)).toBeGreaterThan(0.9);
    expect(calledSignificant(7, 4)).toBeLessThan(0.6);
  });

  it('says nothing of fewer than five dates or thirty days, and nothing is as sure as what never varies', () => {
    const each = (dates: number, n: number) => Array.from({ length: dates }, () => ({ n, sum: 50 * n }));
    const same = (dates: number, n: number) => sumsOf(each(dates, n));
    expect(deltaMargin(same(4, 100), same(30, 100))).toBeNull();
    expect(deltaMargin(same(30, 100), same(29, 1))).toBeNull();
    expect(deltaMargin(sumsOf([...each(4, 100), ...each(9, 0)]), same(30, 100))).toBeNull();
    expect(deltaMargin(same(5, 6), same(5, 6))).toBe(0);
  });
});
