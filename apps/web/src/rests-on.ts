import type { Metrics } from './api/client';
import { count, percent } from './format';

/** How many of the days that could have a number have it. */
export function restsOn(days: number, metrics: Pick<Metrics, 'scored_days' | 'unscored_days'>): string {
  const inbound = metrics.scored_days + metrics.unscored_days;
  const coverage = inbound === 0 ? null : (100 * days) / inbound;
  return `From ${count(days)} of ${count(inbound)} conversation-days with a customer message (${percent(coverage)}).`;
}
