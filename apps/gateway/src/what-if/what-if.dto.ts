import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsNumber, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsCalendarDate } from '../http/params.js';
import { WeightsDto } from '../metrics/metrics.dto.js';
import { Amount, Count, DateOnly, Instant, Score100, Text } from '../openapi/fields.js';

const Weight = (): PropertyDecorator => (target, key) => {
  Amount('Weight of this pillar.', 'Share, 0..1; the four sum to 1', 0.25, { minimum: 0, maximum: 1 })(
    target,
    key,
  );
  IsNumber()(target, key);
  Min(0)(target, key);
  Max(1)(target, key);
};

export class AskedWeightsDto {
  @Weight()
  effectiveness: number;

  @Weight()
  effort: number;

  @Weight()
  efficiency: number;

  @Weight()
  empathy: number;
}

const Limit =
  (description: string, example: number): PropertyDecorator =>
  (target, key) => {
    Amount(description, 'Seconds', example, { minimum: 1, maximum: 31_536_000 })(target, key);
    IsNumber()(target, key);
    Min(1)(target, key);
    Max(31_536_000)(target, key);
  };

export class TimeLimitsDto {
  @Limit('A first response that takes as long counts 0.', 3600)
  first_response_seconds: number;

  @Limit('A mean response time as long counts 0.', 1800)
  avg_response_seconds: number;

  @Limit('A handling time as long counts 0.', 7200)
  handling_seconds: number;
}

export class AskWhatIfDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description: 'First date, inclusive; none: from the beginning.',
    example: '2026-10-01',
  })
  @IsOptional()
  @IsCalendarDate()
  start_date?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description: 'Last date, inclusive; none: up to now.',
    example: '2026-10-31',
  })
  @IsOptional()
  @IsCalendarDate()
  end_date?: string | null;

  @ApiPropertyOptional({ type: AskedWeightsDto, description: 'Other weights; none: the current ones.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AskedWeightsDto)
  weights?: AskedWeightsDto | null;

  @ApiPropertyOptional({ type: TimeLimitsDto, description: 'Other time limits; none: the current ones.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TimeLimitsDto)
  time_limits?: TimeLimitsDto | null;

  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: 100,
    description: 'Name the conversations whose CSI would cross this line, 0..100.',
    example: 60,
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  line?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 100,
    default: 20,
    description: 'Conversations named at most. Count.',
    example: 20,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  limit?: number;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'Also the index of each date; not said: without.',
    example: true,
  })
  @IsOptional()
  @IsBoolean()
  daily?: boolean;
}

export class WhatIfIndexDto {
  @Score100('Mean CSI.')
  csi: number | null;

  @Score100('Mean effectiveness.')
  resolution_quality: number | null;

  @Score100('Mean effort pillar.')
  customer_ease: number | null;

  @Score100('Mean efficiency.')
  service_timeliness: number | null;

  @Score100('Mean empathy.')
  interaction_quality: number | null;

  @ApiProperty({ type: WeightsDto, description: 'By these weights.' })
  weights: WeightsDto;

  @ApiProperty({ type: TimeLimitsDto, description: 'And these limits.' })
  time_limits: TimeLimitsDto;
}

export class CrossingConversationDto {
  @Text('The conversation.', 'chat-17')
  chat_id: string;

  @Amount('Its CSI in the range as it is.', '0..100', 58.2, { minimum: 0, maximum: 100 })
  current_csi: number;

  @Amount('Its CSI in the range as it would be.', '0..100', 63.9, { minimum: 0, maximum: 100 })
  what_if_csi: number;
}

export class CrossingDto {
  @Amount('The line.', '0..100', 60, { minimum: 0, maximum: 100 })
  line: number;

  @Count('Conversations that would fall below it.', 12)
  falls_below: number;

  @Count('Conversations that would rise to it or above.', 30)
  rises_above: number;

  @ApiProperty({ type: [CrossingConversationDto], description: 'Those that change most first.' })
  conversations: CrossingConversationDto[];
}

export class WhatIfDateDto {
  @DateOnly('A date with a scored day.')
  date: string;

  @Count('Its scored days.', 12)
  scored_days: number;

  @Amount('Its mean CSI as it is.', '0..100', 58.2, { minimum: 0, maximum: 100 })
  current_csi: number;

  @Amount('Its mean CSI as it would be.', '0..100', 63.9, { minimum: 0, maximum: 100 })
  what_if_csi: number;
}

export class WhatIfDto {
  @Count('Scored days in the range; other rules do not change which are scored.', 241)
  scored_days: number;

  @Count('Conversations with one.', 230)
  conversations: number;

  @ApiProperty({ type: WhatIfIndexDto, description: 'As it is.' })
  current: WhatIfIndexDto;

  @ApiProperty({ type: WhatIfIndexDto, description: 'As it would be.' })
  what_if: WhatIfIndexDto;

  @ApiProperty({
    type: CrossingDto,
    nullable: true,
    description: 'Who would cross the line; null where none was given.',
  })
  crossing: CrossingDto | null;

  @ApiProperty({
    type: [WhatIfDateDto],
    nullable: true,
    description: 'The dates that have a scored day, the newest 3,660 of them; null without `daily`.',
  })
  daily: WhatIfDateDto[] | null;

  @Instant('The numbers are those of this moment; with more than 50,000 days up to 30 seconds ago.')
  as_of: string;
}
