import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID } from 'class-validator';
import { ScorerDto } from '../conversations/days.dto.js';
import { Count, Flag, OptionalAmount, OptionalText, Text } from '../openapi/fields.js';
import { IsTimeZone } from './is-time-zone.js';

export class TryTimeZoneDto {
  @Text('The zone to try. IANA name.', 'Europe/Berlin', { maxLength: 64 })
  @IsTimeZone()
  time_zone: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: '`next_cursor` of the answer before, to go on from there.',
    example: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30',
  })
  @IsOptional()
  @IsString()
  @IsUUID('all')
  cursor?: string | null;
}

export class JudgingEstimateDto {
  @ApiProperty({
    type: ScorerDto,
    description: 'Who would judge: the scorer and rubric that are active now.',
  })
  scorer: ScorerDto;

  @Flag(
    'Whether changed days are judged by themselves. False where the scorer is a model that is called: they are unscored (`time_zone_changed`) until a backfill judges them.',
    false,
  )
  at_once: boolean;

  @Count('Calls to a provider, at most.', 417)
  calls: number;

  @Count('Tokens to be sent, at most.', 2_170_000)
  input_tokens: number;

  @Count('Tokens to be received, at most.', 616_000)
  output_tokens: number;

  @OptionalAmount('What it would cost at most; null where no price is known.', 'USD', 1.74)
  cost_usd: number | null;
}

export class TriedTimeZoneDto {
  @Text('The zone that was tried.', 'Europe/Berlin')
  time_zone: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    nullable: true,
    description: 'Conversations there are; null where a cursor was given. Count.',
    example: 12_000,
  })
  conversations: number | null;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    nullable: true,
    description:
      'Of those, still cut by the zone before the present one: above 0 a change is under way. Null where a cursor was given. Count.',
    example: 0,
  })
  conversations_left: number | null;

  @Count('Conversations that these figures are of.', 10_000)
  conversations_tried: number;

  @Count('Days that stay as they are, with their scores.', 21_000)
  unchanged_days: number;

  @Count(
    'Days with other messages or times than before, or on a date that had none: to be scored again.',
    9_000,
  )
  changed_days: number;

  @Count('Of those, days with a customer message: the ones that a scorer judges.', 8_800)
  days_to_judge: number;

  @Count('Days that are no more: retracted, with their scores.', 700)
  vanished_days: number;

  @ApiProperty({
    type: JudgingEstimateDto,
    description: 'What judging these days takes. Days that this scorer has judged before cost nothing.',
  })
  judging: JudgingEstimateDto;

  @OptionalText(
    'There are more conversations: ask again with it as `cursor` and add the figures up; null after the last.',
    '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30',
  )
  next_cursor: string | null;
}
