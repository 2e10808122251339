import { Injectable } from '@nestjs/common';
import { GetDailyMetrics, type DailyMetricsRow, type ReplyOf } from '@powerpulse/contracts';
import { Requests, tagOf } from '@powerpulse/messaging';
import { LRUCache } from 'lru-cache';
import { ShortMemory } from '../short-memory.js';
import { dateIn, dateOf, numberOf } from '../http/calendar-date.js';
import { MAX_DATES } from '../http/date-range.js';
import { SettingsQueries } from '../settings/settings-store.js';

interface DailyQuestion {
  readonly organization: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly scorer: string | null;
  /** Topics per date. */
  readonly topics: number;
}

type Page = ReplyOf<typeof GetDailyMetrics>;

type Rows = readonly DailyMetricsRow[];

/** Rows that came under one tag belong to one state of the read models, whichever question they answered. */
interface Known {
  readonly tag: string;
  /** By number of the date. */
  readonly rows: Map<number, DailyMetricsRow>;
  /** The newest ranges put together of them: who asks for one again gets the same list. */
  readonly ranges: LRUCache<string, Rows>;
}

const RANGES = 16;

/** Numbers of dates, both ends inclusive. */
interface Dates {
  readonly first: number;
  readonly last: number;
}

export interface Daily {
  /** Who asks again for what fits a page, or for a range, gets the very same list for as long as nothing changes. */
  readonly rows: Rows;
  /** The date on which this organization's messages arrive now. */
  readonly today: string;
}

/** Of today and later more may come: such numbers are not comparable yet. */
export const isIncomplete = (row: DailyMetricsRow, today: string): boolean => row.date >= today;

/** Analytics answers 400 dates at a time; this puts them together, the newest MAX_DATES of them. */
@Injectable()
export class DailyRows {
  private readonly known = new LRUCache<string, Known>({
    maxSize: MAX_DATES,
    sizeCalculation: ({ rows }) => rows.size + 1,
  });
  private readonly timeZones = new ShortMemory<string>();

  constructor(
    private readonly requests: Requests,
    private readonly settings: SettingsQueries,
  ) {}

  async of(question: DailyQuestion): Promise<Daily> {
    const { start_date, end_date } = question;
    const [today, rows] = await Promise.all([
      this.today(question.organization),
      start_date === null || end_date === null
        ? this.rowsOf(question)
        : this.rowsBetween(start_date, end_date, question),
    ]);
    return { rows: rows.length > MAX_DATES ? rows.slice(-MAX_DATES) : rows, today };
  }

  private async rowsOf(question: DailyQuestion): Promise<Rows> {
    const pages = await this.pagesOf(question);
    const [first, ...more] = pages;
    return first && more.length === 0 ? first.days : pages.flatMap(({ days }) => days);
  }

  /**
   * Only dates that are not known are asked for, one where all of them are: its tag tells whether they still hold. If
   * not, all are asked for anew.
   */
  private async rowsBetween(start_date: string, end_date: string, question: DailyQuestion): Promise<Rows> {
    const name = JSON.stringify([question.organization, question.scorer, question.topics]);
    const known = this.known.get(name);
    const dates = { first: numberOf(start_date), last: numberOf(end_date) };
    const missing = missingIn(known, dates);
    const pages = await this.pagesOf({
      ...question,
      start_date: dateOf(missing.first),
      end_date: dateOf(missing.last),
    });
    const tag = commonTag(pages);
    if (known === undefined || tag !== known.tag) {
      const isWhole = missing.first === dates.first && missing.last === dates.last;
      return this.keep(name, isWhole ? pages : await this.pagesOf(question));
    }
    this.keep(name, pages, known);
    return rangeOf(known, dates);
  }

  /** Pages between which something changed are an answer, but nothing to put others together with. */
  private keep(name: string, pages: readonly Page[], known?: Known): Rows {
    const days = pages.flatMap((page) => page.days);
    const tag = commonTag(pages);
    if (tag === undefined) return days;
    const kept = known ?? { tag, rows: new Map(), ranges: new LRUCache({ max: RANGES }) };
    for (const day of days) kept.rows.set(numberOf(day.date), day);
    this.known.delete(name);
    this.known.set(name, kept);
    return days;
  }

  private async pagesOf(question: DailyQuestion): Promise<Page[]> {
    const pages: Page[] = [];
    let next: string | null = question.start_date;
    do {
      const page: Page = await this.requests.ask(GetDailyMetrics, { ...question, start_date: next });
      pages.push(page);
      next = page.next_date;
    } while (next !== null);
    return pages;
  }

  private async today(organization: string): Promise<string> {
    const find = async () => (await this.settings.of(organization)).timeZone;
    return dateIn((await this.timeZones.remember(organization, find)) ?? 'UTC', new Date());
  }
}

/** From the first date that is not known to the last one; one date where all are, whose tag tells whether they hold. */
function missingIn(known: Known | undefined, { first, last }: Dates): Dates {
  if (known === undefined) return { first, last };
  let [from, to] = [first, last];
  while (from < last && known.rows.has(from)) from++;
  while (to > from && known.rows.has(to)) to--;
  return { first: from, last: to };
}

function rangeOf({ rows, ranges }: Known, { first, last }: Dates): Rows {
  const name = `${String(first)} ${String(last)}`;
  const made = ranges.get(name);
  if (made !== undefined) return made;
  const range: DailyMetricsRow[] = [];
  for (let date = first; date <= last; date++) {
    const row = rows.get(date);
    if (row !== undefined) range.push(row);
  }
  ranges.set(name, range);
  return range;
}

function commonTag(pages: readonly Page[]): string | undefined {
  const tags = new Set(pages.map(tagOf));
  return tags.size === 1 ? [...tags][0] : undefined;
}
