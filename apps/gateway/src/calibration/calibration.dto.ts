import { type ApiBodyOptions, ApiProperty } from '@nestjs/swagger';
import { CALIBRATION_STATUSES, LabelBatch, RATED_METRICS } from '@powerpulse/contracts';
import { z } from 'zod';
import { ScorerDto } from '../conversations/days.dto.js';
import { QueryEnum, QueryText } from '../http/params.js';
import { Amount, Count, Measured, OneOf, Text } from '../openapi/fields.js';

const EXAMPLE: LabelBatch = {
  labels: [
    {
      chat_id: 'irc-stripe-0-a80abfa8',
      analysis_date: '2019-09-05',
      rater: 'reviewer-1',
      ratings: { predicted_rating: 2, resolution_achieved: 1, ces: 6 },
    },
  ],
};

type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const { $schema: _, ...schema } = z.toJSONSchema(LabelBatch);

/** The contract's own schema. */
export const LABELS_SCHEMA = { ...schema, example: EXAMPLE } as SchemaObject;

export class RecordedLabelsDto {
  @Count('Ratings of this call that are stored.', 3)
  recorded: number;

  @Count('Ratings that this call took back.', 0)
  withdrawn: number;

  @Count('Of both, those that were not so before: 0 for the same call again.', 3)
  changed: number;
}

export class CalibrationParams {
  @QueryText(
    'Only this scorer, as `scorers` of `/api/metrics` lists it. None: all.',
    'local/trained-1@local-2',
    300,
  )
  scorer?: string;

  @QueryEnum(RATED_METRICS, 'Only this metric. None: all.')
  metric?: string;
}

interface Scale {
  unit: string;
  range: { minimum?: number; maximum?: number };
}
const CORRELATION: Scale = { unit: '-1..+1', range: { minimum: -1, maximum: 1 } };
const SIZE: Scale = { unit: "Points of the metric's scale", range: { minimum: 0 } };
const SIGNED: Scale = { unit: "Points of the metric's scale", range: {} };

function figure({ unit, range }: Scale, value: number, low: number, high: number) {
  class Figure {
    @Measured('The figure.', unit, value, range)
    value: number | null;

    @Measured('Lower end of its 95 % interval.', unit, low, range)
    low: number | null;

    @Measured('Upper end.', unit, high, range)
    high: number | null;
  }
  return Figure;
}

export class CorrelationDto extends figure(CORRELATION, 0.46, 0.33, 0.57) {}
export class ErrorDto extends figure(SIZE, 0.61, 0.54, 0.69) {}
export class BiasDto extends figure(SIGNED, -0.2, -0.33, -0.07) {}

export class HumanCeilingDto {
  @Count('Days that two or more people have rated.', 80)
  n: number;

  @Measured('Spearman of one rater with the mean of the others.', '-1..+1', 0.51, { minimum: -1, maximum: 1 })
  spearman: number | null;

  @Measured('Quadratically weighted kappa of the same.', '-1..+1', 0.44, { minimum: -1, maximum: 1 })
  quadratic_kappa: number | null;

  @Amount('Mean absolute error of the same.', "Points of the metric's scale", 0.72)
  mae: number;
}

class ClaimDto {
  @OneOf(
    CALIBRATION_STATUSES,
    'Whether agreement with people is shown: 50 days at least, and the 95 % interval of Spearman from 0.2 up.',
  )
  status: (typeof CALIBRATION_STATUSES)[number];

  @Text('Why, for people.', 'Spearman 0.46 (95 % interval 0.33 to 0.57) on 160 days.')
  reason: string;
}

export class MetricCalibrationDto extends ClaimDto {
  @OneOf(RATED_METRICS, 'The metric, on its own scale.')
  metric: (typeof RATED_METRICS)[number];

  @Count('Conversation-days with a rating of the text that the scorer has judged.', 160)
  n: number;

  @Count('People who rated them.', 3)
  raters: number;

  @ApiProperty({ type: CorrelationDto, description: "Spearman of scores with the raters' means." })
  spearman: CorrelationDto;

  @ApiProperty({ type: CorrelationDto, description: 'Quadratically weighted kappa, of whole points.' })
  quadratic_kappa: CorrelationDto;

  @ApiProperty({ type: ErrorDto, description: 'Mean absolute error.' })
  mae: ErrorDto;

  @ApiProperty({ type: BiasDto, description: 'Mean of score minus rating: above 0 the scorer says more.' })
  bias: BiasDto;

  @ApiProperty({
    type: HumanCeilingDto,
    nullable: true,
    description: 'What one more person reaches on the same days; null where nobody shares a day.',
  })
  human: HumanCeilingDto | null;
}

export class ScorerCalibrationDto extends ClaimDto {
  @ApiProperty({ type: ScorerDto, description: 'Whose scores.' })
  scorer: ScorerDto;

  @ApiProperty({ type: [MetricCalibrationDto], description: 'Metrics that people have rated.' })
  metrics: MetricCalibrationDto[];
}

export class CalibrationDto {
  @ApiProperty({
    type: [ScorerCalibrationDto],
    description:
      'Every scorer of whose days people have rated at least one. The status of a scorer is that of its `predicted_rating`.',
  })
  scorers: ScorerCalibrationDto[];
}

export class CalibrationBadgeDto extends ClaimDto {
  @Count('Days with a `predicted_rating` by people.', 160)
  n: number;

  @ApiProperty({
    type: CorrelationDto,
    nullable: true,
    description: 'Spearman of `predicted_rating` with people; null where nobody has rated.',
  })
  spearman: CorrelationDto | null;
}
