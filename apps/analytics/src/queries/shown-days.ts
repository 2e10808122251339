import type { DayFilter } from '@powerpulse/contracts';
import { type Ask, plainArray } from '@powerpulse/runtime';
import { type CountedDay, countedDay } from '../domain/derive-day.js';
import { DAY_STATE_COLUMNS, type DayRecord, toDayState } from '../tables/day-columns.js';
import type { DateRange } from './date-range.js';
import { dayConditions } from './day-conditions.js';
import type { LiveView } from './live-models.js';
import { SqlParameters } from './sql-parameters.js';

/** The days of these conversations that readers see, within the range and like those asked for, by date. */
export async function shownDays(
  view: LiveView,
  conversationIds: readonly string[],
  { start_date, end_date, days: filter }: DateRange & { days?: DayFilter | undefined },
  ask: Ask = view.tx.prepared,
): Promise<Map<string, CountedDay[]>> {
  const values = [
    view.scope.generation,
    view.scope.organization,
    plainArray(conversationIds),
    start_date,
    end_date,
  ];
  const rows =
    filter === undefined
      ? await ask<DayRecord>('shown-days', shownDaysWhere([]), values)
      : await daysLike(view, filter, values);
  const days = new Map<string, CountedDay[]>(conversationIds.map((id) => [id, []]));
  for (const day of counted(view, rows)) days.get(day.conversationId)?.push(day);
  return days;
}

const shownDaysWhere = (
  conditions: readonly string[],
): string => `select ${DAY_STATE_COLUMNS} from conversation_days d
  where d.generation = $1 and d.organization = $2 and d.conversation_id = any($3::uuid[])
    and d.status not in ('unknown', 'retracted')
    and d.date between coalesce($4::date, '-infinity') and coalesce($5::date, 'infinity')
    ${conditions.map((condition) => `and ${condition}`).join(' ')}
  order by d.conversation_id, d.date`;

function daysLike({ tx, scope }: LiveView, filter: DayFilter, values: unknown[]): Promise<DayRecord[]> {
  const parameters = new SqlParameters(values);
  const conditions = dayConditions(filter, scope.organization, parameters);
  return tx.query<DayRecord>(shownDaysWhere(conditions), parameters.values);
}

export function counted({ profile, timeLimits }: LiveView, rows: readonly DayRecord[]): CountedDay[] {
  return rows.flatMap((row) => countedDay(toDayState(row), { weights: profile.weights, timeLimits }) ?? []);
}
