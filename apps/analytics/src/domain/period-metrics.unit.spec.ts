import { describe, expect, it } from 'vitest';
import { deltasOf, periodValues, sampleSizes, sentimentDistribution } from './period-metrics.js';
import { noTotals } from './totals.js';

describe('the metrics of a period', () => {
  it('are null where nothing was measured, never 0', () => {
    const values = periodValues(noTotals());
    expect(Object.values(values)).toEqual(Object.values(values).map(() => null));
    expect(sentimentDistribution(noTotals())).toEqual({ positive: null, neutral: null, negative: null });
    expect(Object.values(sampleSizes(noTotals())).every((n) => n === 0)).toBe(true);
  });

  it('have deltas only where both periods were measured', () => {
    const empty = periodValues(noTotals());
    const measured = noTotals();
    measured.counts.scored_days = 2;
    measured.sums.csi = 120_000_000_000n;
    const values = periodValues(measured);
    expect(values.csi).toBe(60);
    expect(deltasOf(values, empty).csi).toBeNull();
    expect(deltasOf(empty, values).csi).toBeNull();
    expect(deltasOf(values, { ...values, csi: 75 }).csi).toBe(-15);
  });
});
