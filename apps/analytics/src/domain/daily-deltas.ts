import { scorerKey } from '@powerpulse/contracts';
import type { CountedDay } from './derive-day.js';
import { toNano } from './exact.js';
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
  readonly shares: DayShares;
}

/** Scored days and their CSI, each day shared out among its members: unlike totals, these add up to the whole. */
export interface DayShares {
  days: bigint;
  csi: bigint;
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
      .filter(([, { totals, shares }]) => !areZero(totals) || shares.days !== 0n || shares.csi !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, delta]) => delta);
  }

  private apply(day: CountedDay, sign: 1 | -1): void {
    const totals = totalsOf(day);
    const members = membershipsOf(day);
    for (const key of members) {
      const text = `${key.date} ${key.dimension} ${key.member.length} ${key.member}${key.scorer}`;
      let delta = this.byKey.get(text);
      if (delta === undefined) {
        delta = { ...key, totals: noTotals(), shares: { days: 0n, csi: 0n } };
        this.byKey.set(text, delta);
      }
      addTotals(delta.totals, totals, sign);
      if (day.csi !== null) addShare(delta, members, totals.sums.csi, sign);
    }
  }
}

/** Members in one order always, so that who takes what does not divide is the same when it is taken back. */
function addShare(delta: DailyDelta, keys: readonly DailyKey[], csi: bigint, sign: 1 | -1): void {
  const members = keys.filter(({ dimension }) => dimension === delta.dimension).map(({ member }) => member);
  const part = partOf(BigInt(members.length), BigInt(members.sort().indexOf(delta.member)));
  delta.shares.days += BigInt(sign) * part(WHOLE_DAY);
  delta.shares.csi += BigInt(sign) * part(csi);
}

const WHOLE_DAY = toNano(1);

/** One of `n` parts of a whole number: the first ones take what does not divide, so that all of them are the whole. */
const partOf =
  (n: bigint, place: bigint) =>
  (whole: bigint): bigint =>
    whole / n + (place < whole % n ? 1n : 0n);

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
