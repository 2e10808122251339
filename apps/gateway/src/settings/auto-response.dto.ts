import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Min,
} from 'class-validator';
import { Count, Flag, Instant, Text } from '../openapi/fields.js';

const MAX_PATTERNS = 100;
const MAX_PATTERN_LENGTH = 200;

/** Patterns as they are sent. */
export const Patterns = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: [String],
      maxItems: MAX_PATTERNS,
      description: `${description} 1 to 200 characters each.`,
      example: ['*977#'],
    }),
    IsArray(),
    ArrayMaxSize(MAX_PATTERNS),
    ArrayUnique(),
    IsString({ each: true }),
    Length(1, MAX_PATTERN_LENGTH, { each: true }),
    // A blank pattern would match nearly everything; PostgreSQL can't store U+0000 or half a surrogate pair.
    Matches(/^(?=.*\S)[^\0\p{Cs}]*$/su, { each: true, message: 'each pattern must hold text' }),
  );

export class TryRulesDto {
  @Patterns('A message that contains one of these (exactly, with case) would be left out.')
  patterns: string[];
}

export class ChangeRulesDto {
  @Patterns('A message that contains one of these (exactly, with case) is left out from now on.')
  patterns: string[];

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    description: 'Change only if this version of the settings is still the current one. Version.',
    example: 3,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  settings_version?: number;
}

export class RulesDto {
  @ApiProperty({
    type: [String],
    description: 'A message that contains one of these is left out as an automatic reply.',
    example: ['*977#'],
  })
  patterns: string[];

  @Count('Version of the settings; 0 where nothing was ever changed.', 3)
  settings_version: number;
}

export class CaughtMessageDto {
  @Text('The conversation it is in.', 'irc-stripe-0-a80abfa8')
  chat_id: string;

  @Instant('When it was sent.')
  sent_at: string;

  @Text('What it says, at most its first 200 characters.', 'We will answer soon *977#', { maxLength: 200 })
  text: string;
}

export class TriedPatternDto {
  @Text('The pattern.', '*977#')
  pattern: string;

  @Flag('It is a rule already.', false)
  in_force: boolean;

  @Count('Messages that contain it.', 14)
  messages: number;

  @Count('Conversations they are in.', 9)
  conversations: number;

  @ApiProperty({ type: [CaughtMessageDto], maxItems: 3, description: 'The newest of them.' })
  examples: CaughtMessageDto[];
}

export class TriedRulesDto {
  @Count('Conversations that were looked through: the newest, at most 1,000.', 1000)
  conversations: number;

  @Count('Their messages, without those that were left out when they came.', 14_210)
  messages: number;

  @Count('Of these the ones that the rules would have left out.', 14)
  matched: number;

  @ApiProperty({ type: [TriedPatternDto], description: 'In the order given.' })
  patterns: TriedPatternDto[];
}
