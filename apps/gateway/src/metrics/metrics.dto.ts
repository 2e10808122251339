import { ApiProperty } from '@nestjs/swagger';
import { CalibrationBadgeDto } from '../calibration/calibration.dto.js';
import { Amount, Count, DateOnly, Flag, Instant, Measured, Text } from '../openapi/fields.js';
import { ComparisonDto } from './comparison.js';
import { DailyGroupDto, GroupsDto } from './groups.dto.js';
import { DeltasDto, MetricValuesDto } from './metric-values.dto.js';

export class SentimentDistributionDto {
  @Measured('Days with sentiment of 7 and above.', 'Share, 0..1', 0.41, { minimum: 0, maximum: 1 })
  positive: number | null;

  @Measured('Days in between.', 'Share, 0..1', 0.37, { minimum: 0, maximum: 1 })
  neutral: number | null;

  @Measured('Days with sentiment of 4 and below.', 'Share, 0..1', 0.22, { minimum: 0, maximum: 1 })
  negative: number | null;
}

export class TopicFrequencyDto {
  @Text('Slug of the topic.', 'refund')
  topic: string;

  @Count('Conversation-days about it.', 41)
  frequency: number;
}

export class ScorerDaysDto {
  @Text('`provider/model@rubric`.', 'local/trained-1@local-2')
  scorer: string;

  @Count('Days it judged.', 312)
  days: number;
}

export class PeriodMetricsDto extends MetricValuesDto {
  @Count('Conversations with a scored day.', 228)
  sample_count: number;

  @Count('Conversation-days with a CSI.', 312)
  scored_days: number;

  @Count('Conversation-days with customer messages and without a CSI; each has a reason.', 4)
  unscored_days: number;

  @Count('Conversation-days without a customer message: counted, never averaged.', 9)
  outbound_days: number;

  @ApiProperty({
    type: SentimentDistributionDto,
    description: 'Shares of the days with a sentiment, 0..1; they sum to 1, or are all null.',
  })
  sentiment_distribution: SentimentDistributionDto;

  @ApiProperty({
    type: [TopicFrequencyDto],
    description: 'Most frequent first, then by slug.',
  })
  topic_frequency: TopicFrequencyDto[];

  @ApiProperty({ type: [ScorerDaysDto], description: 'Whose judgements are in these numbers.' })
  scorers: ScorerDaysDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
    description: 'Number of days each mean or percentage is made of, by its name. Count.',
    example: { csi: 312, sentiment: 314, avg_response_time: 290 },
  })
  sample_sizes: Record<string, number>;
}

const MicroMetric = (meaning: string): PropertyDecorator =>
  ApiProperty({ type: MicroMetricDto, description: meaning });

export class MicroMetricDto {
  @Measured('Mean over the days that have it.', 'Points, Seconds or Minutes, as the metric says', 6.2, {})
  mean: number | null;

  @Count('Days that have it.', 310)
  n: number;
}

export class MicroMetricsDto {
  @MicroMetric('Resolution, 0..10.')
  resolution_achieved: MicroMetricDto;

  @MicroMetric('Solved at first contact, 0..10.')
  fcr_score: MicroMetricDto;

  @MicroMetric('Customer effort, 1..7: 1 effortless, 7 very hard.')
  ces: MicroMetricDto;

  @MicroMetric('First response, seconds.')
  first_response_time: MicroMetricDto;

  @MicroMetric('Average response, seconds.')
  avg_response_time: MicroMetricDto;

  @MicroMetric('Handling, minutes.')
  total_handling_time: MicroMetricDto;

  @MicroMetric('Tone, 0..10, 5 is neutral.')
  sentiment_score: MicroMetricDto;

  @MicroMetric('How the tone moved within the day, -5..+5.')
  sentiment_shift: MicroMetricDto;

  @MicroMetric('Rating a person would give, 1..5; no part of the index.')
  predicted_rating: MicroMetricDto;
}

export class WeightsDto {
  @Amount('Weight of effectiveness.', 'Share, 0..1; the four sum to 1', 0.35, { minimum: 0, maximum: 1 })
  effectiveness: number;

  @Amount('Weight of effort.', 'Share, 0..1', 0.25, { minimum: 0, maximum: 1 })
  effort: number;

  @Amount('Weight of efficiency.', 'Share, 0..1', 0.25, { minimum: 0, maximum: 1 })
  efficiency: number;

  @Amount('Weight of empathy.', 'Share, 0..1', 0.15, { minimum: 0, maximum: 1 })
  empathy: number;
}

export class ProfileNameDto {
  @Text('Name of the weight profile.', 'standard')
  name: string;

  @Count('Its version.', 1)
  version: number;
}

export class CalibratedScorerDto extends ScorerDaysDto {
  @ApiProperty({
    type: CalibrationBadgeDto,
    nullable: true,
    description:
      'How far its judgements agree with people; null while the service that knows it can not be asked.',
  })
  calibration: CalibrationBadgeDto | null;
}

export class MetricsDto extends PeriodMetricsDto {
  @ApiProperty({
    type: [CalibratedScorerDto],
    description: 'Whose judgements are in these numbers, and how far these agree with people.',
  })
  declare scorers: CalibratedScorerDto[];

  @ApiProperty({ type: MicroMetricsDto, description: 'What the pillars are made of.' })
  micro_metrics: MicroMetricsDto;

  @ApiProperty({ type: WeightsDto, description: 'Weights by which CSI is computed, for all of history.' })
  pillar_weights: WeightsDto;

  @ApiProperty({ type: ProfileNameDto, description: 'The active profile those weights come from.' })
  weight_profile: ProfileNameDto;

  @Text("The organization's time zone, by which days are cut. IANA name.", 'Europe/Berlin')
  time_zone: string;

  @Instant('When the newest event in these numbers arrived; null when there is none.', { nullable: true })
  updated_at: string | null;

  @ApiProperty({
    type: DeltasDto,
    nullable: true,
    description:
      'This period minus the period of equal length just before; null without both dates, a field null where either is.',
  })
  deltas: DeltasDto | null;

  @ApiProperty({
    type: ComparisonDto,
    nullable: true,
    description: 'What the deltas compare with, and what they mean; null without both dates.',
  })
  comparison: ComparisonDto | null;

  @Flag("The period reaches to today in the organization's time zone, or beyond: more may come.", false)
  incomplete: boolean;

  @ApiProperty({
    type: GroupsDto,
    nullable: true,
    description: 'The same by topic, agent, outcome or scorer; null without `group_by`.',
  })
  groups: GroupsDto | null;
}

export class DailyMetricsDto extends PeriodMetricsDto {
  @DateOnly('The date.')
  date: string;

  @Count('Conversations with a message on this date, outbound ones too.', 41)
  conversations: number;

  @Count('Messages of this date.', 502)
  messages: number;

  @Flag("The date is today or later in the organization's time zone: more may come.", false)
  incomplete: boolean;

  @ApiProperty({
    type: [DailyGroupDto],
    nullable: true,
    description:
      'The largest groups of the range that have a day on this date, by name; null without `group_by`. A day counts in each of its topics and agents.',
  })
  groups: DailyGroupDto[] | null;
}

export class HistoricalDto {
  @ApiProperty({ type: [DailyMetricsDto], description: 'One row per date.' })
  data: DailyMetricsDto[];
}
