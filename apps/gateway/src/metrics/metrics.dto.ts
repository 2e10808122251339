import { ApiProperty } from '@nestjs/swagger';
import { CalibrationBadgeDto } from '../calibration/calibration.dto.js';
import { DateRangeParams } from '../http/date-range.js';
import { QueryInt, QueryText } from '../http/params.js';
import {
  Amount,
  Count,
  DateOnly,
  Flag,
  Instant,
  Measured,
  Percentage,
  Score10,
  Score100,
  Text,
} from '../openapi/fields.js';

export class RangeParams extends DateRangeParams {
  @QueryText(
    'Only days judged by this scorer, as `scorers` lists it. None: all.',
    'local/trained-1@local-2',
    300,
  )
  scorer?: string;
}

export class MetricsParams extends RangeParams {
  @QueryInt('How many topics `topic_frequency` lists at most.', {
    min: 1,
    max: 1000,
    example: 20,
    fallback: 20,
  })
  topics?: number;
}

export class LowestDaysParams extends DateRangeParams {
  @QueryInt('How many days.', { min: 1, max: 100, example: 5, fallback: 5 })
  limit?: number;
}

export class MetricValuesDto {
  @Score100('Customer Satisfaction Index: mean over the scored conversation-days.')
  csi: number | null;

  @Score100('Mean effectiveness (is the issue solved, in one contact) times 10.', 80.2)
  resolution_quality: number | null;

  @Score100('Mean effort pillar times 10: 100 is effortless for the customer.', 74)
  customer_ease: number | null;

  @Score100('Mean efficiency (response and handling times) times 10.', 61.3)
  service_timeliness: number | null;

  @Score100('Mean empathy (tone and how it moved) times 10.', 58.9)
  interaction_quality: number | null;

  @Score10("Mean tone of the customers' messages, 5 is neutral.", 5.8)
  sentiment: number | null;

  @Percentage(
    'Share of days with a resolution score whose resolution is above 7. The name is kept from the older product; it is not a survey result.',
  )
  csat_percentage: number | null;

  @Percentage('Share of days with a first-contact score for which it is above 7.', 55.6)
  fcr_percentage: number | null;

  @Measured("Mean of the days' average response times.", 'Minutes', 12.4)
  avg_response_time: number | null;
}

export class DeltasDto {
  @Measured('Change of csi.', 'Points', 2.1, { minimum: -100, maximum: 100 })
  csi: number | null;

  @Measured('Change of resolution_quality.', 'Points', 1.4, { minimum: -100, maximum: 100 })
  resolution_quality: number | null;

  @Measured('Change of customer_ease.', 'Points', -0.6, { minimum: -100, maximum: 100 })
  customer_ease: number | null;

  @Measured('Change of service_timeliness.', 'Points', 4, { minimum: -100, maximum: 100 })
  service_timeliness: number | null;

  @Measured('Change of interaction_quality.', 'Points', 0.2, { minimum: -100, maximum: 100 })
  interaction_quality: number | null;

  @Measured('Change of sentiment.', 'Points of 0..10', 0.3, { minimum: -10, maximum: 10 })
  sentiment: number | null;

  @Measured('Change of csat_percentage.', 'Percentage points', 3.5, { minimum: -100, maximum: 100 })
  csat_percentage: number | null;

  @Measured('Change of fcr_percentage.', 'Percentage points', -1.2, { minimum: -100, maximum: 100 })
  fcr_percentage: number | null;

  @Measured('Change of avg_response_time; below 0 is faster.', 'Minutes', -2.5, {})
  avg_response_time: number | null;
}

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
}

export class HistoricalDto {
  @ApiProperty({ type: [DailyMetricsDto], description: 'One row per date.' })
  data: DailyMetricsDto[];
}
