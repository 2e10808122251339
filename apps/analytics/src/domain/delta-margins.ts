import { type DateTotals, partsByDate } from './date-totals.js';
import { type DateSums, deltaMargin } from './delta-margin.js';
import type { PeriodValues } from './period-metrics.js';
import { countsIn, sumsIn, type TotalParts } from './total-parts.js';
import type { Count, Sum } from './totals.js';

/** Of which sum (or count) and which number of days each value is made, and times what. */
const PARTS: Readonly<
  Record<keyof PeriodValues, readonly [sum: Sum | 'csat_days' | 'fcr_days', n: Count, factor: number]>
> = {
  csi: ['csi', 'scored_days', 1],
  resolution_quality: ['resolution_quality', 'scored_days', 1],
  customer_ease: ['customer_ease', 'scored_days', 1],
  service_timeliness: ['service_timeliness', 'scored_days', 1],
  interaction_quality: ['interaction_quality', 'scored_days', 1],
  sentiment: ['sentiment_score', 'sentiment_score_n', 1],
  csat_percentage: ['csat_days', 'resolution_achieved_n', 100],
  fcr_percentage: ['fcr_days', 'fcr_score_n', 100],
  avg_response_time: ['avg_response_time', 'avg_response_time_n', 1 / 60],
};

/** How large a change of each value has to be to be more than chance; `null` where there are too few days to tell. */
export function deltaMargins(now: readonly DateTotals[], before: readonly DateTotals[]): PeriodValues {
  const [a, b] = [partsByDate(now), partsByDate(before)];
  const margin = (metric: keyof PeriodValues) => deltaMargin(sumsOf(metric, a), sumsOf(metric, b));
  return {
    csi: margin('csi'),
    resolution_quality: margin('resolution_quality'),
    customer_ease: margin('customer_ease'),
    service_timeliness: margin('service_timeliness'),
    interaction_quality: margin('interaction_quality'),
    sentiment: margin('sentiment'),
    csat_percentage: margin('csat_percentage'),
    fcr_percentage: margin('fcr_percentage'),
    avg_response_time: margin('avg_response_time'),
  };
}

function sumsOf(metric: keyof PeriodValues, dates: readonly TotalParts[]): DateSums {
  const [part, n, factor] = PARTS[metric];
  const sums = part === 'csat_days' || part === 'fcr_days' ? countsIn(dates, part) : sumsIn(dates, part);
  for (let i = 0; i < sums.length; i++) sums[i] = factor * (sums[i] ?? 0);
  return { sums, days: countsIn(dates, n) };
}
