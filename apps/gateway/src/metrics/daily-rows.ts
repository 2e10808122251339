import { Injectable } from '@nestjs/common';
import { GetDailyMetrics, type DailyMetricsRow, type ReplyOf } from '@powerpulse/contracts';
import { Requests, tagOf } from '@powerpulse/messaging';
import { LRUCache } from 'lru-cache';
import { ShortMemory } from '../short-memory.js';
import { dateIn, datesBetween, plusDates } from '../http/calendar-date.js';
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

/** Rows that came under one tag belong to one state of the read models, whichever question they answered. */
interface Known {
  readonly tag: string;
  readonly rows: Map<string, DailyMetricsRow>;
}

export interface Daily {
  readonly rows: readonly DailyMetricsRow[];
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
    return { rows: rows.slice(-MAX_DATES), today };
  }

  private async rowsOf(question: DailyQuestion): Promise<DailyMetricsRow[]> {
    return (await this.pagesOf(question)).flatMap(({ days }) => days);
  }

  /**
   * Only dates that are not known are asked for, one where all of them are: its tag tells whether they still hold. If
   * not, all are asked for anew.
   */
  private async rowsBetween(
    start_date: string,
    end_date: string,
    question: DailyQuestion,
  ): Promise<DailyMetricsRow[]> {
    const name = JSON.stringify([question.organization, question.scorer, question.topics]);
    const known = this.known.get(name);
    const dates = Array.from({ length: datesBetween(start_date, end_date) }, (_, i) =>
      plusDates(start_date, i),
    );
    const missing = known ? dates.filter((date) => !known.rows.has(date)) : dates;
    const first = missing[0] ?? start_date;
    const pages = await this.pagesOf({ ...question, start_date: first, end_date: missing.at(-1) ?? first });
    const tag = commonTag(pages);
    if (known === undefined || tag !== known.tag) {
      if (known !== undefined && missing.length < dates.length)
        return this.keep(name, await this.pagesOf(question));
      return this.keep(name, pages);
    }
    this.keep(name, pages, known.rows);
    return dates.flatMap((date) => known.rows.get(date) ?? []);
  }

  /** Pages between which something changed are an answer, but nothing to put others together with. */
  private keep(
    name: string,
    pages: readonly Page[],
    rows = new Map<string, DailyMetricsRow>(),
  ): DailyMetricsRow[] {
    const days = pages.flatMap((page) => page.days);
    const tag = commonTag(pages);
    if (tag === undefined) return days;
    for (const day of days) rows.set(day.date, day);
    this.known.delete(name);
    this.known.set(name, { tag, rows });
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

function commonTag(pages: readonly Page[]): string | undefined {
  const tags = new Set(pages.map(tagOf));
  return tags.size === 1 ? [...tags][0] : undefined;
}
