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

/** Analytics answers 400 dates at a time; this puts them together, the newest MAX_DATES of them. */
@Injectable()
export class DailyRows {
  constructor(
    private readonly requests: Requests,
    private readonly settings: SettingsQueries,
  ) {}

  async of(question: DailyQuestion): Promise<DailyRow[]> {
    const today = await this.today(question.organization);
    let rows: DailyMetricsRow[] = [];
    let next: string | null = question.start_date;
    do {
      const reply: { days: DailyMetricsRow[]; next_date: string | null } = await this.requests.ask(
        GetDailyMetrics,
        { ...question, start_date: next },
      );
      rows = rows.concat(reply.days).slice(-MAX_DATES);
      next = reply.next_date;
    } while (next !== null);
    return rows.map((row) => ({ ...row, incomplete: row.date >= today }));
  }

  /** The date on which this organization's messages arrive now. */
  async today(organization: string): Promise<string> {
    const { timeZone } = await this.settings.of(organization);
    return dateIn(timeZone, new Date());
  }
}
