import type { MicroMetricMeans } from '@powerpulse/contracts';
import { meanOfNano } from './exact.js';
import type { Count, Sum, Totals } from './totals.js';

/** The nine fields that have deltas; `null` where nothing was measured. */
export interface PeriodValues {
  csi: number | null;
  resolution_quality: number | null;
  customer_ease: number | null;
  service_timeliness: number | null;
  interaction_quality: number | null;
  sentiment: number | null;
  csat_percentage: number | null;
  fcr_percentage: number | null;
  avg_response_time: number | null;
}

export function periodValues({ counts, sums }: Totals): PeriodValues {
  const mean = (sum: Sum, n: Count) => meanOfNano(sums[sum], counts[n]);
  const response = mean('avg_response_time', 'avg_response_time_n');
  return {
    csi: mean('csi', 'scored_days'),
    resolution_quality: mean('resolution_quality', 'scored_days'),
    customer_ease: mean('customer_ease', 'scored_days'),
    service_timeliness: mean('service_timeliness', 'scored_days'),
    interaction_quality: mean('interaction_quality', 'scored_days'),
    sentiment: mean('sentiment_score', 'sentiment_score_n'),
    csat_percentage: times(100, share(counts.csat_days, counts.resolution_achieved_n)),
    fcr_percentage: times(100, share(counts.fcr_days, counts.fcr_score_n)),
    avg_response_time: response === null ? null : response / 60,
  };
}

export function sentimentDistribution({ counts }: Totals) {
  const { positive_days: positive, negative_days: negative, sentiment_score_n: n } = counts;
  return {
    positive: share(positive, n),
    neutral: share(n - positive - negative, n),
    negative: share(negative, n),
  };
}

/** What the pillars are made of, over the days that have it. */
export function microMetricMeans({ counts, sums }: Totals): MicroMetricMeans {
  const of = (name: keyof MicroMetricMeans) => {
    const n = counts[`${name}_n`];
    return { mean: meanOfNano(sums[name], n), n };
  };
  return {
    resolution_achieved: of('resolution_achieved'),
    fcr_score: of('fcr_score'),
    ces: of('ces'),
    first_response_time: of('first_response_time'),
    avg_response_time: of('avg_response_time'),
    total_handling_time: of('total_handling_time'),
    sentiment_score: of('sentiment_score'),
    sentiment_shift: of('sentiment_shift'),
    predicted_rating: of('predicted_rating'),
  };
}

/** Number of days each value is made of. */
export function sampleSizes({ counts }: Totals): Record<keyof PeriodValues, number> {
  return {
    csi: counts.scored_days,
    resolution_quality: counts.scored_days,
    customer_ease: counts.scored_days,
    service_timeliness: counts.scored_days,
    interaction_quality: counts.scored_days,
    sentiment: counts.sentiment_score_n,
    csat_percentage: counts.resolution_achieved_n,
    fcr_percentage: counts.fcr_score_n,
    avg_response_time: counts.avg_response_time_n,
  };
}

/** Percentages in points; `null` where either is. */
export function deltasOf(now: PeriodValues, before: PeriodValues): PeriodValues {
  const delta = (key: keyof PeriodValues) => difference(now[key], before[key]);
  return {
    csi: delta('csi'),
    resolution_quality: delta('resolution_quality'),
    customer_ease: delta('customer_ease'),
    service_timeliness: delta('service_timeliness'),
    interaction_quality: delta('interaction_quality'),
    sentiment: delta('sentiment'),
    csat_percentage: delta('csat_percentage'),
    fcr_percentage: delta('fcr_percentage'),
    avg_response_time: delta('avg_response_time'),
  };
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const times = (factor: number, value: number | null) => (value === null ? null : factor * value);
const difference = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
