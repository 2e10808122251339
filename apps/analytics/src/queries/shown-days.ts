import type { DayFilter } from '@powerpulse/contracts';
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
): Promise<Map<string, CountedDay[]>> {
  const values = [view.scope.generation, view.scope.organization, conversationIds, start_date, end_date];
  const parameters = new SqlParameters(values);
  const like = filter === undefined ? [] : dayConditions(filter, view.scope.organization, parameters);
  const { rows } = await view.tx.client.query<DayRecord>({
    ...(filter === undefined && { name: 'shown-days' }),
    text: `select ${DAY_STATE_COLUMNS} from conversation_days d
      where d.generation = $1 and d.organization = $2 and d.conversation_id = any($3::uuid[])
        and d.status not in ('unknown', 'retracted')
        and d.date between coalesce($4::date, '-infinity') and coalesce($5::date, 'infinity')
        ${like.map((condition) => `and ${condition}`).join(' ')}
      order by d.conversation_id, d.date`,
    values: parameters.values,
  });
  const days = new Map<string, CountedDay[]>(conversationIds.map((id) => [id, []]));
  for (const day of counted(view, rows)) days.get(day.conversationId)?.push(day);
  return days;
}

export function counted({ profile, timeLimits }: LiveView, rows: readonly DayRecord[]): CountedDay[] {
  return rows.flatMap((row) => countedDay(toDayState(row), { weights: profile.weights, timeLimits }) ?? []);
}
