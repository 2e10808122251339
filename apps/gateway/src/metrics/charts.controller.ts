import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetMetrics } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { checkedRange, checkedShortRange } from '../http/date-range.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { CsiPointDto, SentimentPointDto, SentimentShareDto, VolumePointDto } from './charts.dto.js';
import { type Daily, DailyRows, isIncomplete } from './daily-rows.js';
import { TopicFrequencyDto } from './metrics.dto.js';
import { MetricsParams, RangeParams } from './metrics.params.js';

@ApiTags('charts')
@Controller('api/charts')
export class ChartsController {
  constructor(
    private readonly requests: Requests,
    private readonly daily: DailyRows,
  ) {}

  @Get('csi-trend')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'CSI and pillars by date; gaps are null' })
  @ApiOkResponse({ type: [CsiPointDto] })
  @ApiProblems(400, 503)
  async chartCsiTrend(
    @Organization() organization: string,
    @Query() params: RangeParams,
  ): Promise<CsiPointDto[]> {
    const { rows, today } = await this.daily.of(this.dailyQuestion(organization, params));
    return rows.map((row) => ({
      ...dateOf(row, today),
      csi_score: row.csi,
      effectiveness_score: tenth(row.resolution_quality),
      effort_score: tenth(row.customer_ease),
      efficiency_score: tenth(row.service_timeliness),
      empathy_score: tenth(row.interaction_quality),
    }));
  }

  @Get('sentiment-trend')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'Mean tone by date; gaps are null' })
  @ApiOkResponse({ type: [SentimentPointDto] })
  @ApiProblems(400, 503)
  async chartSentimentTrend(
    @Organization() organization: string,
    @Query() params: RangeParams,
  ): Promise<SentimentPointDto[]> {
    const { rows, today } = await this.daily.of(this.dailyQuestion(organization, params));
    return rows.map((row) => ({ ...dateOf(row, today), sentiment: row.sentiment }));
  }

  @Get('volume')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'Conversations and messages by date' })
  @ApiOkResponse({ type: [VolumePointDto] })
  @ApiProblems(400, 503)
  async chartVolume(
    @Organization() organization: string,
    @Query() params: RangeParams,
  ): Promise<VolumePointDto[]> {
    const { rows, today } = await this.daily.of(this.dailyQuestion(organization, params));
    return rows.map((row) => ({
      ...dateOf(row, today),
      conversations: row.conversations,
      messages: row.messages,
    }));
  }

  @Get('sentiment-distribution')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'How many days are positive, neutral, negative' })
  @ApiOkResponse({ type: [SentimentShareDto] })
  @ApiProblems(400, 503)
  async chartSentimentDistribution(
    @Organization() organization: string,
    @Query() params: RangeParams,
  ): Promise<SentimentShareDto[]> {
    const { metrics } = await this.requests.ask(GetMetrics, this.question(organization, params, 1));
    const days = metrics.sample_sizes['sentiment'] ?? 0;
    return (['positive', 'neutral', 'negative'] as const).map((sentiment) => {
      const share = metrics.sentiment_distribution[sentiment];
      return {
        sentiment,
        count: Math.round((share ?? 0) * days),
        percentage: share === null ? null : share * 100,
      };
    });
  }

  @Get('topic-frequency')
  @Allow('metrics:read')
  @ApiOperation({ summary: 'What customers write about, most frequent first' })
  @ApiOkResponse({ type: [TopicFrequencyDto] })
  @ApiProblems(400, 503)
  async chartTopicFrequency(
    @Organization() organization: string,
    @Query() params: MetricsParams,
  ): Promise<TopicFrequencyDto[]> {
    const { metrics } = await this.requests.ask(
      GetMetrics,
      this.question(organization, params, params.topics ?? 20),
    );
    return metrics.topic_frequency;
  }

  private question(organization: string, params: RangeParams, topics: number) {
    return { organization, ...checkedRange(params), scorer: params.scorer ?? null, topics };
  }

  private dailyQuestion(organization: string, params: RangeParams) {
    return { ...this.question(organization, params, 0), ...checkedShortRange(params) };
  }
}

/** `/api/metrics` has pillars as 0..100, charts as 0..10. */
const tenth = (value: number | null): number | null => (value === null ? null : value / 10);

const dateOf = (row: Daily['rows'][number], today: string): { date: string; incomplete?: true } =>
  isIncomplete(row, today) ? { date: row.date, incomplete: true } : { date: row.date };
