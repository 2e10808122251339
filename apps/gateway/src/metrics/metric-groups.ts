import { Injectable } from '@nestjs/common';
import {
  GetDailyGroups,
  GetMetricGroups,
  type DailyGroup,
  type GroupBy,
  type MetricGroup,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { datesBetween } from '../http/calendar-date.js';
import { invalidParameter } from '../http/problem.js';
import type { DailyGroupDto, GroupsDto } from './groups.dto.js';

interface Question {
  readonly organization: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly scorer: string | null;
}

const MAX_DATES = 400;
const OVERLAPPING: ReadonlySet<GroupBy> = new Set(['topic', 'agent']);

@Injectable()
export class MetricGroups {
  constructor(private readonly requests: Requests) {}

  async of(question: Question, group_by: GroupBy, limit: number): Promise<GroupsDto> {
    const { groups, total } = await this.requests.ask(GetMetricGroups, { ...question, group_by, limit });
    return { group_by, overlapping: OVERLAPPING.has(group_by), total, groups };
  }

  /** By date, of the largest groups of the whole range, so that each date shows the same ones. */
  async byDate(question: Question, group_by: GroupBy, limit: number): Promise<Map<string, DailyGroupDto[]>> {
    const { start_date, end_date } = question;
    if (start_date === null || end_date === null || datesBetween(start_date, end_date) > MAX_DATES)
      throw invalidParameter(
        'group_by',
        `needs start_date and end_date, at most ${String(MAX_DATES)} dates apart`,
      );
    const largest = await this.requests.ask(GetMetricGroups, { ...question, group_by, limit });
    const groups = largest.groups.map(({ group }: MetricGroup) => group);
    const byDate = new Map<string, DailyGroupDto[]>();
    let next: string | null = groups.length === 0 ? null : start_date;
    while (next !== null) {
      const reply: { rows: DailyGroup[]; next_date: string | null } = await this.requests.ask(
        GetDailyGroups,
        { ...question, start_date: next, group_by, groups },
      );
      for (const { date, ...row } of reply.rows) byDate.set(date, [...(byDate.get(date) ?? []), row]);
      next = reply.next_date;
    }
    return byDate;
  }
}
