import type { Tx } from '@powerpulse/runtime';
import type { DateTotals } from '../domain/date-totals.js';
import type { Period } from '../domain/topic-days.js';
import { partsOf } from '../domain/total-parts.js';
import { COUNTS, SUMS } from '../domain/totals.js';
import type { Scope } from '../tables/bulk-table.js';
import type { TopicCounts } from './topic-counts.js';

/** One moment of an organization's read models, and the name of their state. */
export interface Snapshot {
  readonly tx: Tx;
  readonly scope: Scope;
  readonly state: string;
}

/** From the first to the last date that there is anything of. */
export async function loadBounds({ tx, scope }: Snapshot): Promise<{ first: number; last: number } | null> {
  const [row] = await tx.query<{ first: number | null; last: number | null }>(
    `select min(date) - date '1970-01-01' as first, max(date) - date '1970-01-01' as last from daily_metrics
     where generation = $1 and organization = $2 and dimension = 'all'`,
    [scope.generation, scope.organization],
  );
  return row?.first == null || row.last === null ? null : { first: row.first, last: row.last };
}

type TotalsRow = [date: number, scorer: string, updatedAt: number, counts: number[], sums: string];

/** A list of numbers is read many times faster than a column for each. */
const TOTALS = `select date - date '1970-01-01', scorer, (extract(epoch from updated_at) * 1000)::float8,
   array_to_json(array[${COUNTS.join(', ')}]), array_to_string(array[${SUMS.map((name) => `${name}_sum`).join(', ')}], ' ')
 from daily_metrics
 where generation = $1 and organization = $2 and dimension = 'all'
   and date between date '1970-01-01' + $3::int and date '1970-01-01' + $4::int
 order by date, scorer`;

export async function loadTotals(
  { tx, scope }: Snapshot,
  first: number,
  last: number,
): Promise<DateTotals[]> {
  const { rows } = await tx.client.query<TotalsRow>({
    rowMode: 'array',
    text: TOTALS,
    values: [scope.generation, scope.organization, first, last],
  });
  return rows.map(([date, scorer, updatedAt, counts, sums]) => ({
    date,
    scorer,
    updatedAt,
    parts: partsOf(counts, sums.split(' ')),
  }));
}

type TopicsRow = [period: Period['period'], date: number, scorer: string, topics: string[], days: number[]];

export async function loadTopics(
  { tx, scope }: Snapshot,
  periods: readonly Period[],
  into: TopicCounts,
): Promise<void> {
  const { rows } = await tx.client.query<TopicsRow>({
    rowMode: 'array',
    // Period by period, each a stretch of the index.
    text: `select p.period, p.date, t.scorer, t.topics, t.days from unnest($3::text[], $4::int[]) as p(period, date), lateral (
        select scorer, array_to_json(array_agg(topic)) as topics, array_to_json(array_agg(days)) as days from topic_days
        where generation = $1 and organization = $2 and period = p.period and date = date '1970-01-01' + p.date
        group by scorer) as t`,
    values: [
      scope.generation,
      scope.organization,
      periods.map((one) => one.period),
      periods.map((one) => one.date),
    ],
  });
  for (const one of periods) into.open(one);
  for (const [period, date, scorer, topics, days] of rows) into.add({ period, date }, scorer, topics, days);
}
