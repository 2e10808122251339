const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

/** A date that exists: no 30th of February, no year 0. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = FORM.exec(text) ?? [];
  if (year === undefined || year === '0000') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

/** Dates from `start` to `end`, both counted. */
export function datesBetween(start: string, end: string): number {
  return numberOf(end) - numberOf(start) + 1;
}

/** Days since 1970-01-01. */
export const numberOf = (date: string): number => Math.round(Date.parse(date) / DAY_MS);

export const dateOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

export const plusDates = (date: string, dates: number): string => dateOf(numberOf(date) + dates);

/** Making one takes longer than using it a hundred times; there are some hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  formats.set(timeZone, format);
  return format;
}

/** The date that a clock in this zone shows. */
export function dateIn(timeZone: string, instant: Date): string {
  const parts = formatIn(timeZone).formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
