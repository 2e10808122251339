import { describe, expect, it } from 'vitest';
import { afterFailure, crashedTooOften } from './after-failure.js';

const giveUp = { reason: 'scorer_error' } as const;
const days = (n: number, attempts = 0) => Array.from({ length: n }, (_, i) => ({ dayId: `d${i}`, attempts }));

describe('afterFailure', () => {
  it('halves a job until the day that spoils it is alone', () => {
    const sizes: (number | null)[] = [];
    for (let size = 40; size > 1;) {
      const verdict = [...afterFailure(days(size), 'failed', giveUp).values()][0];
      if (verdict?.kind !== 'again' || verdict.maxDays === null) throw new Error('must be asked again');
      expect(verdict.counts).toBe(false);
      sizes.push((size = verdict.maxDays));
    }
    expect(sizes).toEqual([20, 10, 5, 3, 2, 1]);
  });

  it('gives a single day three tries, with growing pauses, then a reason', () => {
    const verdicts = [0, 1, 2].map((attempts) => afterFailure(days(1, attempts), 'failed', giveUp).get('d0'));
    expect(verdicts).toEqual([
      { kind: 'again', why: 'failed', counts: true, maxDays: 1, waitMs: 1_000 },
      { kind: 'again', why: 'failed', counts: true, maxDays: 1, waitMs: 5_000 },
      { kind: 'unscored', reason: 'scorer_error', detail: 'failed' },
    ]);
  });

  it('is patient with jobs that were lost together with their process', () => {
    expect(crashedTooOften(3, 40)).toBe(false);
    expect(crashedTooOften(4, 40)).toBe(true);
    expect(crashedTooOften(8, 1)).toBe(false);
    expect(crashedTooOften(9, 1)).toBe(true);
  });
});
