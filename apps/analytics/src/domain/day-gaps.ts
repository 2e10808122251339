import { judgedBy } from './daily-deltas.js';
import type { CountedDay } from './derive-day.js';

/**
 * How many conversations have a day in a range? As many as have a day in it whose previous day lies before it: each
 * is counted at its first day inside. So days are counted by their date and the date of the one before, per series:
 * all days, the scored ones, and the ones that one scorer scored.
 */
export interface DayGap {
  readonly series: string;
  /**
   * How long the gap is: 0 for none before, else the number of binary digits of its days. Short gaps can only reach into
   * a range near its start, so most of a long range need not be looked at.
   */
  readonly span: number;
  readonly date: string;
  readonly previous: string;
}

export interface GapDelta extends DayGap {
  readonly n: number;
}

/** Stands for "none before" and sorts before every date, in PostgreSQL too. */
export const NEVER = '-infinity';

export const ANY_DAY = 'any';
export const SCORED_DAY = 'scored';
export const scoredBy = (scorer: string): string => `scored:${scorer}`;

/** `days`: of one conversation, by date. */
export function gapsOf(days: readonly CountedDay[]): DayGap[] {
  const gaps: DayGap[] = [];
  const latest = new Map<string, string>();
  const add = (series: string, date: string) => {
    const previous = latest.get(series) ?? NEVER;
    gaps.push({ series, span: spanOf(date, previous), date, previous });
    latest.set(series, date);
  };
  for (const day of days) {
    add(ANY_DAY, day.date);
    if (day.status !== 'scored') continue;
    add(SCORED_DAY, day.date);
    add(scoredBy(judgedBy(day)), day.date);
  }
  return gaps;
}

const DAY_MS = 86_400_000;

function spanOf(date: string, previous: string): number {
  if (previous === NEVER) return 0;
  return 32 - Math.clz32(Math.round((Date.parse(date) - Date.parse(previous)) / DAY_MS));
}

/** Collects what a change of conversations changes in gaps. */
export class GapDeltas {
  private readonly byKey = new Map<string, { gap: DayGap; n: number }>();

  change(before: readonly CountedDay[], after: readonly CountedDay[]): void {
    for (const gap of gapsOf(before)) this.add(gap, -1);
    for (const gap of gapsOf(after)) this.add(gap, 1);
  }

  list(): GapDelta[] {
    return [...this.byKey]
      .filter(([, { n }]) => n !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { gap, n }]) => ({ ...gap, n }));
  }

  private add(gap: DayGap, n: number): void {
    const key = `${gap.date} ${gap.previous} ${gap.series}`;
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, { gap, n });
    else known.n += n;
  }
}
