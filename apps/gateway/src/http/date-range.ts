import { datesBetween, isCalendarDate, plusDates } from './calendar-date.js';
import { QueryDate } from './params.js';
import { invalidParameter } from './problem.js';

/** A range of dates in the query; both ends inclusive, either may be missing. */
export class DateRangeParams {
  @QueryDate("First date, inclusive, in the organization's time zone. None: from the beginning.")
  start_date?: string;

  @QueryDate("Last date, inclusive, in the organization's time zone. None: up to now.")
  end_date?: string;
}

/** Ten years, and a little. */
export const MAX_DATES = 3_660;

export function checkedRange(params: DateRangeParams): {
  start_date: string | null;
  end_date: string | null;
} {
  const { start_date = null, end_date = null } = params;
  if (start_date !== null && end_date !== null && start_date > end_date) {
    throw invalidParameter('end_date', 'must not be before start_date');
  }
  return { start_date, end_date };
}

/** For answers with one row per date. */
export function checkedShortRange(params: DateRangeParams): ReturnType<typeof checkedRange> {
  const range = checkedRange(params);
  if (range.start_date !== null && range.end_date !== null) {
    const dates = datesBetween(range.start_date, range.end_date);
    if (dates > MAX_DATES) {
      throw invalidParameter(
        'end_date',
        `the range has ${String(dates)} dates; at most ${String(MAX_DATES)}`,
      );
    }
  }
  return range;
}

/** The period of equal length just before; none where the calendar does not reach back so far. */
export function rangeBefore(range: { start_date: string; end_date: string }): typeof range | null {
  const start_date = plusDates(range.start_date, -datesBetween(range.start_date, range.end_date));
  return isCalendarDate(start_date) ? { start_date, end_date: plusDates(range.start_date, -1) } : null;
}

/** The same dates of the year before; the 29th of February becomes the 28th. */
export function rangeYearBefore(range: { start_date: string; end_date: string }): typeof range | null {
  const [start_date, end_date] = [yearBefore(range.start_date), yearBefore(range.end_date)];
  return isCalendarDate(start_date) ? { start_date, end_date } : null;
}

function yearBefore(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date.endsWith('02-29') ? `${year}-02-28` : `${year}${date.slice(4)}`;
}
