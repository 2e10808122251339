/** All gaps of one series (day-gaps.ts), by date: days since 1970-01-01, and how many conversations have the gap. */
export interface GapTable {
  readonly dates: Int32Array;
  /** NONE_BEFORE where the day is a conversation's first. */
  readonly previous: Int32Array;
  readonly n: Int32Array;
}

/** Before every date. */
export const NONE_BEFORE = -(2 ** 31);

/** How many conversations have a day from the first to the last date, each counted at its first one inside. */
export function conversationsBetween({ dates, previous, n }: GapTable, first: number, last: number): number {
  const start = Math.max(first, NONE_BEFORE + 1);
  let count = 0;
  for (let i = placeOf(dates, start); i < dates.length && (dates[i] ?? Infinity) <= last; i++)
    if ((previous[i] ?? Infinity) < start) count += n[i] ?? 0;
  return count;
}

/** Where the dates from this one on begin. */
function placeOf(dates: Int32Array, first: number): number {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((dates[middle] ?? Infinity) < first) low = middle + 1;
    else high = middle;
  }
  return low;
}
