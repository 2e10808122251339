const DAY_MS = 86_400_000;
/** Entries are small, yet an export may spread over any number of dates: a full cache starts afresh. */
const MAX_CACHED_DAYS = 50_000;

/** Calendar date (YYYY-MM-DD) of an instant (epoch milliseconds) in one time zone. */
export type DateOf = (at: number) => string;

const calendars = new Map<string, DateOf>();

/** Throws RangeError where the zone is unknown. Independent of the zone the process runs in. */
export function calendarIn(timeZone: string): DateOf {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    const offsetAt = timeZone === 'UTC' ? () => 0 : cachedOffsets(exactOffset(timeZone));
    calendar = (at) => dateOfDay(Math.floor((at + offsetAt(at)) / DAY_MS));
    calendars.set(timeZone, calendar);
  }
  return calendar;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const dateStrings = new Map<number, string>();

function dateOfDay(day: number): string {
  let date = dateStrings.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    remember(dateStrings, day, date);
  }
  return date;
}

/**
 * Asking the time zone database costs microseconds, so an offset is kept for each UTC day that has the same one at
 * both ends: no zone ever changes its clock to and fro within a day. On the few days of a change every instant is
 * asked for, which needs no rule about when, how far or how often clocks move.
 */
function cachedOffsets(offsetAt: (at: number) => number): (at: number) => number {
  const offsets = new Map<number, number | null>();
  return (at) => {
    const day = Math.floor(at / DAY_MS);
    let offset = offsets.get(day);
    if (offset === undefined) {
      const start = offsetAt(day * DAY_MS);
      offset = start === offsetAt((day + 1) * DAY_MS) ? start : null;
      remember(offsets, day, offset);
    }
    return offset ?? offsetAt(at);
  };
}

/** Local minus UTC time in milliseconds, from the time zone database. */
function exactOffset(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const second = Math.floor(at / 1000) * 1000;
    const field: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(second)) field[type] = Number(value);
    const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second: s = NaN } = field;
    // Date.UTC reads years 0 to 99 as 1900 to 1999, setUTCFullYear takes them as they are.
    const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, s));
    date.setUTCFullYear(year, month - 1, day);
    return date.getTime() - second;
  };
}

function remember<V>(cache: Map<number, V>, key: number, value: V): void {
  if (cache.size >= MAX_CACHED_DAYS) cache.clear();
  cache.set(key, value);
}
