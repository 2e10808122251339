import { type DateSum, deltaMargin } from '../domain/delta-margin.js';
import type { PeriodValues } from '../domain/period-metrics.js';
import type { LiveView } from './live-models.js';

interface Range {
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly scorer: string | null;
}

/** Of which sum and which count of daily_metrics each value is made, and times what. */
const PARTS: Readonly<Record<keyof PeriodValues, readonly [sum: string, n: string, factor: number]>> = {
  csi: ['csi_sum', 'scored_days', 1],
  resolution_quality: ['resolution_quality_sum', 'scored_days', 1],
  customer_ease: ['customer_ease_sum', 'scored_days', 1],
  service_timeliness: ['service_timeliness_sum', 'scored_days', 1],
  interaction_quality: ['interaction_quality_sum', 'scored_days', 1],
  sentiment: ['sentiment_score_sum', 'sentiment_score_n', 1],
  csat_percentage: ['csat_days', 'resolution_achieved_n', 100],
  fcr_percentage: ['fcr_days', 'fcr_score_n', 100],
  avg_response_time: ['avg_response_time_sum', 'avg_response_time_n', 1 / 60],
};
const COLUMNS = [...new Set(Object.values(PARTS).flatMap(([sum, n]) => [sum, n]))];

type DateRecord = Record<string, number> & { readonly before: boolean };

/** How large a change of each value has to be to be more than chance; `null` where there are too few days to tell. */
export async function deltaMargins(
  { tx, scope }: LiveView,
  { start_date, end_date, scorer }: Range,
): Promise<PeriodValues> {
  const dates = await tx.query<DateRecord>(
    `select date < $3 as before, ${COLUMNS.map((column) => `sum(${column})::float8 as ${column}`).join(', ')}
     from daily_metrics
     where generation = $1 and organization = $2 and dimension = 'all'
       and date >= $3::date - ($4::date - $3::date + 1) and date <= $4 and ($5::text is null or scorer = $5)
     group by date`,
    [scope.generation, scope.organization, start_date, end_date, scorer],
  );
  const sumsOf = (metric: keyof PeriodValues, isBefore: boolean): DateSum[] => {
    const [sum, n, factor] = PARTS[metric];
    return dates
      .filter(({ before }) => before === isBefore)
      .map((date) => ({ sum: factor * (date[sum] ?? 0), n: date[n] ?? 0 }));
  };
  const margin = (metric: keyof PeriodValues) => deltaMargin(sumsOf(metric, false), sumsOf(metric, true));
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
