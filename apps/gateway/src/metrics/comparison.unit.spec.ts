import { describe, expect, it } from 'vitest';
import { comparisonOf } from './comparison.js';

const RANGE = { start_date: '2026-02-22', end_date: '2026-02-28' };
const NOTHING = {
  csi: null,
  resolution_quality: null,
  customer_ease: null,
  service_timeliness: null,
  interaction_quality: null,
  sentiment: null,
  csat_percentage: null,
  fcr_percentage: null,
  avg_response_time: null,
};

describe('comparing with the period before', () => {
  it('says what got better and what got worse, a shorter wait being better', () => {
    const now = { ...NOTHING, csi: 60, sentiment: 5, avg_response_time: 10, scored_days: 30 };
    const deltas = { ...NOTHING, csi: -2, sentiment: 0, avg_response_time: -4 };
    const measured = { csi: 40, sentiment: 40, avg_response_time: 40 };
    const comparison = comparisonOf(RANGE, now, deltas, measured);
    expect(comparison).toMatchObject({ ...RANGE, scored_days: 40, scored_days_growth: -25 });
    expect(comparison.changes).toMatchObject({
      csi: 'worse',
      sentiment: 'same',
      avg_response_time: 'better',
      fcr_percentage: 'none',
    });
  });

  it('calls new what was not measured before, instead of letting it grow without end', () => {
    const now = { ...NOTHING, csi: 60, scored_days: 30 };
    const comparison = comparisonOf(RANGE, now, NOTHING, { csi: 0, sentiment: 12 });
    expect(comparison).toMatchObject({ scored_days: 0, scored_days_growth: null });
    expect(comparison.changes).toMatchObject({ csi: 'new', sentiment: 'gone', fcr_percentage: 'none' });
  });
});
