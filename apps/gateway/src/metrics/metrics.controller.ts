import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type DailyMetricsRow, GetMetrics } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { LRUCache } from 'lru-cache';
import { CalibrationBadges } from '../calibration/calibration-badges.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { dateIn } from '../http/calendar-date.js';
import { checkedRange, checkedShortRange, rangeBefore } from '../http/date-range.js';
import { ApiProblems } from '../openapi/problems.js';
import { comparisonOf } from './comparison.js';
import { type Daily, DailyRows, isIncomplete } from './daily-rows.js';
import type { DailyGroupDto } from './groups.dto.js';
import { MetricGroups } from './metric-groups.js';
import { DailyMetricsDto, HistoricalDto, MetricsDto } from './metrics.dto.js';
import { DailyMetricsParams, GroupedMetricsParams, HistoricalParams } from './metrics.params.js';

const TOPICS = 20;
const DAILY_TOPICS = 5;
const GROUPS = 20;
const DAILY_GROUPS = 5;
/** Of lists as they are sent, all together. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

interface DailyText {
  readonly today: string;
  readonly text: Buffer;
}

@ApiTags('metrics')
@Controller('api/metrics')
export class MetricsController {
  private readonly rowTexts = new WeakMap<DailyMetricsRow, Buffer>();
  private readonly texts = new LRUCache<readonly DailyMetricsRow[], DailyText>({
    maxSize: MAX_TEXT_BYTES,
    sizeCalculation: ({ text }) => text.length,
  });

  constructor(
    private readonly requests: Requests,
    private readonly daily: DailyRows,
    private readonly badges: CalibrationBadges,
    private readonly groups: MetricGroups,
  ) {}

  @Get()
  @Allow('metrics:read')
  @ApiOperation({
    summary: 'Metrics of a period',
    description:
      'Means over conversation-days, never means of means, each with the number of days behind it, and the change against the period of equal length just before.',
  })
  @ApiOkResponse({ type: MetricsDto })
  @ApiProblems(400, 503)
  async getMetrics(
    @Organization() organization: string,
    @Query() params: GroupedMetricsParams,
  ): Promise<MetricsDto> {
    const { start_date, end_date } = checkedRange(params);
    const question = { organization, start_date, end_date, scorer: params.scorer ?? null };
    const [reply, badgeOf, groups] = await Promise.all([
      this.requests.ask(GetMetrics, { ...question, topics: params.topics ?? TOPICS }),
      this.badges.of(organization),
      params.group_by === undefined
        ? null
        : this.groups.of(question, params.group_by, params.groups ?? GROUPS),
    ]);
    const { metrics, previous_sample_sizes, delta_margins, ...rest } = reply;
    const previous = start_date === null || end_date === null ? null : rangeBefore({ start_date, end_date });
    const comparison =
      previous === null || rest.deltas === null || delta_margins === null
        ? null
        : comparisonOf(previous, metrics, rest.deltas, previous_sample_sizes ?? {}, delta_margins);
    const today = dateIn(reply.time_zone, new Date());
    const incomplete = (end_date ?? today) >= today && (start_date ?? today) <= today;
    const scorers = metrics.scorers.map((one) => ({ ...one, calibration: badgeOf(one.scorer) }));
    return { ...metrics, ...rest, scorers, comparison, incomplete, groups };
  }

  @Get('daily')
  @Allow('metrics:read')
  @ApiOperation({
    summary: 'One row per date',
    description:
      'Every date of the range, those without data with nulls. Without dates: from the first to the last date with data, the newest 3,660 of them. `topic_frequency` has the most frequent topics of each date, as many as `topics` says.',
  })
  @ApiOkResponse({ type: [DailyMetricsDto] })
  @ApiProblems(400, 503)
  @Header('content-type', 'application/json; charset=utf-8')
  async getDailyMetrics(
    @Organization() organization: string,
    @Query() params: DailyMetricsParams,
  ): Promise<string | Buffer> {
    const question = dailyQuestion(organization, params);
    const { group_by, groups = DAILY_GROUPS } = params;
    if (group_by === undefined) return this.textOf(await this.daily.of(question));
    const groupsOf = await this.groups.byDate(question, group_by, groups);
    const { rows, today } = await this.daily.of(question);
    return JSON.stringify(rows.map((row) => shownRow(row, today, groupsOf.get(row.date) ?? [])));
  }

  @Get('historical')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'The same rows in the shape older front ends expect' })
  @ApiOkResponse({ type: HistoricalDto })
  @ApiProblems(400, 503)
  async getHistoricalMetrics(
    @Organization() organization: string,
    @Query() params: HistoricalParams,
  ): Promise<HistoricalDto> {
    const { rows, today } = await this.daily.of(dailyQuestion(organization, params));
    return { data: rows.map((row) => shownRow(row, today, null)) };
  }

  /** A year has hundreds of kilobytes: the same list is written once, and so are rows of the past in any list. */
  private textOf({ rows, today }: Daily): Buffer {
    const known = this.texts.get(rows);
    if (known?.today === today) return known.text;
    if (rows.length === 0) return Buffer.from('[]');
    const text = Buffer.concat([...rows.map((row) => this.rowText(row, today)), Buffer.from(']')]);
    text.write('[');
    this.texts.set(rows, { today, text });
    return text;
  }

  private rowText(row: DailyMetricsRow, today: string): Buffer {
    const known = this.rowTexts.get(row);
    if (known !== undefined && !isIncomplete(row, today)) return known;
    const text = Buffer.from(`,${JSON.stringify(shownRow(row, today, null))}`);
    if (!isIncomplete(row, today)) this.rowTexts.set(row, text);
    return text;
  }
}

const shownRow = (row: DailyMetricsRow, today: string, groups: DailyGroupDto[] | null): DailyMetricsDto => ({
  ...row,
  incomplete: isIncomplete(row, today),
  groups,
});

const dailyQuestion = (organization: string, params: HistoricalParams) => ({
  organization,
  ...checkedShortRange(params),
  scorer: params.scorer ?? null,
  topics: params.topics ?? DAILY_TOPICS,
});
