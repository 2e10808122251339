import { addParts, countIn, noParts, sumOf, type TotalParts, totalsIn } from './total-parts.js';
import type { Totals } from './totals.js';

/** What the days of one date add up to, by who judged them ('' where nobody did). */
export interface DateTotals {
  /** Days since 1970-01-01. */
  readonly date: number;
  readonly scorer: string;
  /** Milliseconds since 1970, of the newest event in them. */
  readonly updatedAt: number;
  readonly parts: TotalParts;
}

export function totalOf(dates: readonly DateTotals[]): Totals {
  const total = noParts();
  for (const { parts } of dates) addParts(total, parts);
  return totalsIn(total);
}

/** One for each date, whoever judged. `dates` has those of one date next to each other. */
export function partsByDate(dates: readonly DateTotals[]): TotalParts[] {
  const byDate: TotalParts[] = [];
  let last = NaN;
  for (const { date, parts } of dates) {
    const others = date === last ? byDate.pop() : undefined;
    byDate.push(others === undefined ? parts : sumOf(others, parts));
    last = date;
  }
  return byDate;
}

export const newestOf = (dates: readonly DateTotals[]): number =>
  dates.reduce((newest, { updatedAt }) => Math.max(newest, updatedAt), -Infinity);

/** How many days each scorer judged, most first. */
export function scorersIn(dates: readonly DateTotals[]): { scorer: string; days: number }[] {
  const days = new Map<string, number>();
  for (const { scorer, parts } of dates)
    if (scorer !== '')
      days.set(
        scorer,
        (days.get(scorer) ?? 0) + countIn(parts, 'scored_days') + countIn(parts, 'unscored_days'),
      );
  return [...days]
    .map(([scorer, n]) => ({ scorer, days: n }))
    .filter((one) => one.days > 0)
    .sort((a, b) => b.days - a.days || (a.scorer < b.scorer ? -1 : 1));
}

const DAY_MS = 86_400_000;

export const dateNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);

export const dateOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);
