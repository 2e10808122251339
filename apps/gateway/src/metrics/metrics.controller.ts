import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetMetrics } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { CalibrationBadges } from '../calibration/calibration-badges.js';
import { checkedRange, checkedShortRange } from '../http/date-range.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { DailyRows } from './daily-rows.js';
import { DailyMetricsDto, HistoricalDto, MetricsDto, MetricsParams, RangeParams } from './metrics.dto.js';

const TOPICS = 20;

@ApiTags('metrics')
@Controller('api/metrics')
export class MetricsController {
  constructor(
    private readonly requests: Requests,
    private readonly daily: DailyRows,
    private readonly badges: CalibrationBadges,
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
    @Query() params: MetricsParams,
  ): Promise<MetricsDto> {
    const question = { organization, ...checkedRange(params), scorer: params.scorer ?? null };
    const [{ metrics, ...rest }, badgeOf] = await Promise.all([
      this.requests.ask(GetMetrics, { ...question, topics: params.topics ?? TOPICS }),
      this.badges.of(organization),
    ]);
    const scorers = metrics.scorers.map((one) => ({ ...one, calibration: badgeOf(one.scorer) }));
    return { ...metrics, ...rest, scorers };
  }

  @Get('daily')
  @Allow('metrics:read')
  @ApiOperation({
    summary: 'One row per date',
    description:
      'Every date of the range, those without data with nulls. Without dates: from the first to the last date with data, the newest 3,660 of them.',
  })
  @ApiOkResponse({ type: [DailyMetricsDto] })
  @ApiProblems(400, 503)
  async getDailyMetrics(
    @Organization() organization: string,
    @Query() params: RangeParams,
  ): Promise<DailyMetricsDto[]> {
    return this.daily.of({
      organization,
      ...checkedShortRange(params),
      scorer: params.scorer ?? null,
      topics: TOPICS,
    });
  }

  @Get('historical')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'The same rows in the shape older front ends expect' })
  @ApiOkResponse({ type: HistoricalDto })
  @ApiProblems(400, 503)
  async getHistoricalMetrics(
    @Organization() organization: string,
    @Query() params: RangeParams,
  ): Promise<HistoricalDto> {
    return { data: await this.getDailyMetrics(organization, params) };
  }
}
