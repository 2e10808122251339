import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodsOf } from './topic-days.js';

const day = (n: number) => new Date(Date.UTC(2023, 10, 1 + n)).toISOString().slice(0, 10);
/** Two years and some, with a leap day. */
const calendar = Array.from({ length: 900 }, (_, n) => day(n));

/** Which dates the periods cover, each as often as it is covered. */
const covered = (start: string | null, end: string | null) =>
  periodsOf(start, end)
    .flatMap(({ period, from, to }) =>
      calendar.filter((date) => {
        const key = period === 'month' ? `${date.slice(0, 8)}01` : date;
        return (from === '-infinity' || key >= from) && (to === 'infinity' || key <= to);
      }),
    )
    .sort();

describe('the periods of a range', () => {
  const date = fc.option(fc.constantFrom(...calendar.slice(60, 800)));

  it('cover each of its dates once and no other', () => {
    fc.assert(
      fc.property(date, date, (a, b) => {
        const [start, end] = a !== null && b !== null && a > b ? [b, a] : [a, b];
        const expected = calendar.filter((d) => (start === null || d >= start) && (end === null || d <= end));
        expect(covered(start, end)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('are months and at most the days of two', () => {
    expect(periodsOf('2024-01-31', '2024-04-01')).toEqual([
      { period: 'month', from: '2024-02-01', to: '2024-03-01' },
      { period: 'day', from: '2024-01-31', to: '2024-01-31' },
      { period: 'day', from: '2024-04-01', to: '2024-04-01' },
    ]);
    expect(periodsOf('2024-02-01', '2024-02-29')).toEqual([
      { period: 'month', from: '2024-02-01', to: '2024-02-01' },
    ]);
    expect(periodsOf('2024-02-02', '2024-02-29')).toEqual([
      { period: 'day', from: '2024-02-02', to: '2024-02-29' },
    ]);
    expect(periodsOf(null, null)).toEqual([{ period: 'month', from: '-infinity', to: 'infinity' }]);
    expect(periodsOf('0001-01-01', '9999-12-31')).toEqual([
      { period: 'month', from: '0001-01-01', to: '9999-12-01' },
    ]);
  });
});
