import { InvalidInput } from '@powerpulse/runtime';

/** Both ends inclusive; null means no bound. */
export interface DateRange {
  readonly start_date: string | null;
  readonly end_date: string | null;
}

export function checkRange({ start_date, end_date }: DateRange): void {
  for (const [path, date] of Object.entries({ start_date, end_date }))
    if (date !== null && !isDate(date))
      throw new InvalidInput('a date is not in the calendar', [{ path, message: `${date} does not exist` }]);
  if (start_date !== null && end_date !== null && end_date < start_date)
    throw new InvalidInput('the range ends before it starts', [
      { path: 'end_date', message: 'must not be before start_date' },
    ]);
}

/** The contract only checks the form: 2026-02-30 would be an error of the database. */
const isDate = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  // PostgreSQL knows no year 0.
  return !Number.isNaN(at) && text >= '0001' && new Date(at).toISOString().startsWith(text);
};
