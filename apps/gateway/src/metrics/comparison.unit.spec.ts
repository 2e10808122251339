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
    const comparison = comparisonOf(RANGE, now, deltas, measured, NOTHING);
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
    const comparison = comparisonOf(RANGE, now, NOTHING, { csi: 0, sentiment: 12 }, NOTHING);
    expect(comparison).toMatchObject({ scored_days: 0, scored_days_growth: null });
    expect(comparison.changes).toMatchObject({ csi: 'new', sentiment: 'gone', fcr_percentage: 'none' });
  });

  it('says whether a change is more than chance, or that nobody can tell', () => {
    const now = {
      ...NOTHING,
      csi: 60,
      sentiment: 5,
      fcr_percentage: 50,
      csat_percentage: 50,
      scored_days: 30,
    };
    const deltas = { ...NOTHING, csi: -2.1, sentiment: 0.1, fcr_percentage: 0, csat_percentage: 9 };
    const margins = { ...NOTHING, csi: 2, sentiment: 0.2, fcr_percentage: 0 };
    const comparison = comparisonOf(RANGE, now, deltas, {}, margins);
    expect(comparison.margins).toEqual(margins);
    expect(comparison.significance).toMatchObject({
      csi: 'significant',
      sentiment: 'not_significant',
      fcr_percentage: 'not_significant',
      csat_percentage: 'too_few',
      avg_response_time: 'none',
    });
  });
});
