import { LRUCache } from 'lru-cache';
import { dateNumber, dateOf, type DateTotals } from '../domain/date-totals.js';
import { monthsBetween, type Period, periodsOf } from '../domain/topic-days.js';
import type { DateRange } from '../queries/date-range.js';
import { loadBounds, loadTopics, loadTotals, type Snapshot } from './load-dates.js';
import { TopicCounts, type TopicFrequency } from './topic-counts.js';

/** Of all organizations together. */
const MAX_BYTES = 24 * 1024 * 1024;
const BYTES_A_ROW = 800;
/** Dates or months read by one statement, of which each may have thousands of topics. */
const PERIODS_AT_ONCE = 150;

/** Numbers of dates, both ends inclusive. */
export interface Dates {
  readonly first: number;
  readonly last: number;
}

interface Known {
  readonly state: string;
  readonly bounds: Dates | null;
  /** By date; nothing where it was not asked for yet. */
  readonly totals: Map<number, DateTotals[]>;
  rows: number;
  readonly topics: TopicCounts;
}

/**
 * What was read of single dates and months since the read models changed last: any range is put together of them, and
 * only those not read yet are asked for. Each organization's is dropped with its state (decision 13).
 */
export class KnownDates {
  private readonly known = new LRUCache<string, Known>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ rows, totals, topics }) =>
      1_000 + 100 * totals.size + BYTES_A_ROW * rows + topics.bytes,
  });

  /** The first and the last date that there is anything of. */
  async bounds(view: Snapshot): Promise<Dates | null> {
    return (await this.of(view)).bounds;
  }

  /** By date, those of one date next to each other. */
  async totals(view: Snapshot, range: Dates, scorer: string | null): Promise<DateTotals[]> {
    const known = await this.of(view);
    if (known.bounds === null) return [];
    const dates = {
      first: Math.max(range.first, known.bounds.first),
      last: Math.min(range.last, known.bounds.last),
    };
    const missing = missingIn(known, dates);
    if (missing !== null) {
      const rows = await loadTotals(view, missing.first, missing.last);
      for (let date = missing.first; date <= missing.last; date++) known.totals.set(date, []);
      for (const row of rows) known.totals.get(row.date)?.push(row);
      known.rows += rows.length;
      this.keep(view, known);
    }
    const found: DateTotals[] = [];
    for (let date = dates.first; date <= dates.last; date++)
      for (const row of known.totals.get(date) ?? [])
        if (scorer === null || row.scorer === scorer) found.push(row);
    return found;
  }

  /** The most frequent topics of a range. */
  async topics(
    view: Snapshot,
    range: DateRange,
    scorer: string | null,
    limit: number,
  ): Promise<TopicFrequency[]> {
    const known = await this.of(view);
    if (known.bounds === null) return [];
    const periods = periodsWithin(range, known.bounds);
    await this.readTopics(view, known, periods);
    return known.topics.most(periods, scorer, limit);
  }

  /** The most frequent topics of each date. */
  async topicsByDate(
    view: Snapshot,
    { first, last }: Dates,
    scorer: string | null,
    limit: number,
  ): Promise<Map<number, TopicFrequency[]>> {
    const known = await this.of(view);
    const byDate = new Map<number, TopicFrequency[]>();
    if (limit === 0) return byDate;
    const periods = daysBetween(first, last);
    await this.readTopics(view, known, periods);
    for (const period of periods) byDate.set(period.date, known.topics.most([period], scorer, limit));
    return byDate;
  }

  private async readTopics(view: Snapshot, known: Known, periods: readonly Period[]): Promise<void> {
    const missing = periods.filter((period) => !known.topics.has(period));
    for (let i = 0; i < missing.length; i += PERIODS_AT_ONCE)
      await loadTopics(view, missing.slice(i, i + PERIODS_AT_ONCE), known.topics);
    if (missing.length > 0) this.keep(view, known);
  }

  private async of(view: Snapshot): Promise<Known> {
    const known = this.known.get(view.scope.organization);
    if (known?.state === view.state) return known;
    const { state } = view;
    const bounds = await loadBounds(view);
    const fresh = {
      state,
      bounds,
      totals: new Map<number, DateTotals[]>(),
      rows: 0,
      topics: new TopicCounts(),
    };
    this.keep(view, fresh);
    return fresh;
  }

  /** It has grown: whoever has no room any more goes, the one not asked for longest first. */
  private keep({ scope }: Snapshot, known: Known): void {
    this.known.delete(scope.organization);
    this.known.set(scope.organization, known);
  }
}

function missingIn({ totals }: Known, { first, last }: Dates): Dates | null {
  let [from, to] = [first, last];
  while (from <= to && totals.has(from)) from++;
  while (to > from && totals.has(to)) to--;
  return from > to ? null : { first: from, last: to };
}

const daysBetween = (first: number, last: number): Period[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => ({ period: 'day', date: first + i }));

/** A bound beyond which there is nothing is no bound: so the months at the ends are whole ones. */
function periodsWithin({ start_date, end_date }: DateRange, { first, last }: Dates): Period[] {
  const start = start_date !== null && dateNumber(start_date) > first ? start_date : null;
  const end = end_date !== null && dateNumber(end_date) < last ? end_date : null;
  return periodsOf(start, end).flatMap(({ period, from, to }) =>
    period === 'month'
      ? monthsBetween(start === null ? dateOf(first) : from, end === null ? dateOf(last) : to).map(
          (month): Period => ({ period, date: dateNumber(month) }),
        )
      : daysBetween(Math.max(dateNumber(from), first), Math.min(dateNumber(to), last)),
  );
}
