import type { Ask } from '@powerpulse/runtime';
import { dateNumber } from '../domain/date-totals.js';
import type { DateRange } from './date-range.js';
import type { LiveView } from './live-models.js';

// A gap of less than 2^span days that begins before the range ends within its first 2^span - 1 dates. Summed span by
// span, so that each is a stretch of the index and no more.
const CONVERSATIONS_IN = `select coalesce(sum(g.n), 0)::int as n
  from generate_series(0, case when $4::date is null then 0 else 22 end) as s, lateral (
    select sum(n) as n from day_gaps
    where generation = $1 and organization = $2 and series = $3 and span = s
      and date >= coalesce($4::date, '-infinity') and previous < coalesce($4::date, 'infinity')
      and date <= least($5::date, case when s > 0 then $4::date + ((1 << s) - 2) else 'infinity' end)) as g`;

/** How many conversations have a day of the series in the range, each counted at its first one inside. */
export async function conversationsIn(
  view: LiveView,
  series: string,
  { start_date, end_date }: DateRange,
  ask: Ask = view.tx.prepared,
): Promise<number> {
  const known = await view.gaps.conversationsIn(view, series, {
    first: start_date === null ? -Infinity : dateNumber(start_date),
    last: end_date === null ? Infinity : dateNumber(end_date),
  });
  if (known !== null) return known;
  const { scope } = view;
  const values = [scope.generation, scope.organization, series, start_date, end_date];
  const rows = await ask<{ n: number }>('conversations-in', CONVERSATIONS_IN, values);
  return rows[0]?.n ?? 0;
}
