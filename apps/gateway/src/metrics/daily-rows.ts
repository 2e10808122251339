import { Injectable } from '@nestjs/common';
import { GetDailyMetrics, type DailyMetricsRow } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { dateIn } from '../http/calendar-date.js';
import { MAX_DATES } from '../http/date-range.js';
import { SettingsQueries } from '../settings/settings-store.js';

/** A date of which more may come is marked: its numbers are not comparable yet. */
export type DailyRow = DailyMetricsRow & { readonly incomplete: boolean };

interface DailyQuestion {
  readonly organization: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly scorer: string | null;
  /** Topics per date. */
  readonly topics: number;
}

interface Combined {
  readonly pages: readonly DailyMetricsRow[][];
  readonly today: string;
  readonly rows: readonly DailyRow[];
}

/** Analytics answers 400 dates at a time; this puts them together, the newest MAX_DATES of them. */
@Injectable()
export class DailyRows {
  /** By the first of the pages: those of an unchanged answer are the very same, and so are the rows. */
  private readonly combined = new WeakMap<DailyMetricsRow[], Combined>();

  constructor(
    private readonly requests: Requests,
    private readonly settings: SettingsQueries,
  ) {}

  async of(question: DailyQuestion): Promise<readonly DailyRow[]> {
    const [today, pages] = await Promise.all([this.today(question.organization), this.pagesOf(question)]);
    const [first] = pages;
    if (first === undefined) return [];
    const before = this.combined.get(first);
    if (before?.today === today && pages.every((page, i) => page === before.pages[i])) return before.rows;
    const rows = pages
      .flat()
      .slice(-MAX_DATES)
      .map((row) => ({ ...row, incomplete: row.date >= today }));
    this.combined.set(first, { pages, today, rows });
    return rows;
  }

  private async pagesOf(question: DailyQuestion): Promise<DailyMetricsRow[][]> {
    const pages: DailyMetricsRow[][] = [];
    let next: string | null = question.start_date;
    do {
      const reply: { days: DailyMetricsRow[]; next_date: string | null } = await this.requests.ask(
        GetDailyMetrics,
        { ...question, start_date: next },
      );
      pages.push(reply.days);
      next = reply.next_date;
    } while (next !== null);
    return pages;
  }

  /** The date on which this organization's messages arrive now. */
  async today(organization: string): Promise<string> {
    const { timeZone } = await this.settings.of(organization);
    return dateIn(timeZone, new Date());
  }
}
