import { scorerKey } from '@powerpulse/contracts';
import type { CountedDay } from './derive-day.js';
import { addTotals, areZero, noTotals, type Totals, totalsOf } from './totals.js';

export type Dimension = 'all' | 'topic' | 'agent' | 'outcome';

/**
 * A row of daily metrics: a date, seen as a whole or through one topic, agent or outcome, and by whom the days were
 * judged ('' where nobody did). Rows of `all` add up to the date; the others count a day in each of its members.
 */
export interface DailyKey {
  readonly date: string;
  readonly dimension: Dimension;
  readonly member: string;
  readonly scorer: string;
}

export interface DailyDelta extends DailyKey {
  readonly totals: Totals;
}

/** Collects what a change of days changes in daily metrics. */
export class DailyDeltas {
  private readonly byKey = new Map<string, DailyDelta>();

  change(before: CountedDay | null, after: CountedDay | null): void {
    if (before !== null) this.apply(before, -1);
    if (after !== null) this.apply(after, 1);
  }

  /** In one order always: who locks rows in the same order cannot deadlock. */
  list(): DailyDelta[] {
    return [...this.byKey]
      .filter(([, { totals }]) => !areZero(totals))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, delta]) => delta);
  }

  private apply(day: CountedDay, sign: 1 | -1): void {
    const totals = totalsOf(day);
    for (const key of membershipsOf(day)) {
      const text = `${key.date} ${key.dimension} ${key.member.length} ${key.member}${key.scorer}`;
      let delta = this.byKey.get(text);
      if (delta === undefined) {
        delta = { ...key, totals: noTotals() };
        this.byKey.set(text, delta);
      }
      addTotals(delta.totals, totals, sign);
    }
  }
}

export function membershipsOf(day: CountedDay): DailyKey[] {
  const { date, metrics, facts } = day;
  const scorer = judgedBy(day);
  const keys: DailyKey[] = [{ date, dimension: 'all', member: '', scorer }];
  const add = (dimension: Dimension, members: Iterable<string>) => {
    for (const member of new Set(members)) keys.push({ date, dimension, member, scorer });
  };
  add(
    'agent',
    facts.agents.map((agent) => agent.username),
  );
  if (metrics === null) return keys;
  add(
    'topic',
    metrics.topics.map((topic) => topic.slug),
  );
  if (metrics.outcome !== null) add('outcome', [metrics.outcome]);
  return keys;
}

/** Whose numbers a day has; '' where it has none, though a scorer may have said why. */
export const judgedBy = ({ metrics, scorer }: CountedDay): string =>
  metrics === null || scorer === null ? '' : scorerKey(scorer);
