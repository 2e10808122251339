import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ConversationDayCreated, DEAD_LETTER_STATUSES, SERVICES } from '@powerpulse/contracts';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PageSizeParams } from '../http/paging.js';
import { QueryEnum, QueryText } from '../http/params.js';
import { Count, Instant, OneOf, OptionalText, OptionalUuid, Text, Uuid } from '../openapi/fields.js';

export class DeadLettersParams extends PageSizeParams {
  @QueryEnum(SERVICES, 'Only those of this service.')
  service?: (typeof SERVICES)[number];

  @QueryText('Only those of this consumer.', 'scoring--conversation-day-created')
  consumer?: string;

  @QueryText('Only events of this name.', 'ConversationDayCreated')
  event?: string;

  @QueryText("Only those whose error's class or reason contains this, in any case.", 'does not fit')
  reason?: string;

  @QueryEnum(DEAD_LETTER_STATUSES, 'Only those in this state.', 'open')
  status?: (typeof DEAD_LETTER_STATUSES)[number];

  @QueryText('`next_cursor` of the page before.', 'WyIyMDI2', 500)
  cursor?: string;
}

export class DeadLetterDto {
  @Uuid('The dead letter.')
  dead_letter_id: string;

  @Text('The service that could not process it.', 'scoring')
  service: string;

  @Text('Where in that service: its consumer.', 'scoring--conversation-day-created')
  consumer: string;

  @OptionalText('Name of the event; null where nothing listens to it any more.', 'ConversationDayCreated')
  event: string | null;

  @OptionalUuid('The event; null where what came was no event.')
  event_id: string | null;

  @Instant('When the event happened; null where what came was no event.', { nullable: true })
  occurred_at: string | null;

  @Text('NATS subject on which it came.', ConversationDayCreated.subject('default'))
  subject: string;

  @Text('Class of the last error. `EventRefused`: it could not even be read.', 'EventRefused')
  error_class: string;

  @Text('What that error says. Never message text.', 'does not fit its schema: data.version: Invalid input')
  reason: string;

  @Count('Attempts.', 5)
  attempts: number;

  @Instant('When it failed first.')
  first_failed_at: string;

  @Instant('When it failed last.')
  last_failed_at: string;

  @OneOf(DEAD_LETTER_STATUSES, 'Whether something is still to be decided.')
  status: string;

  @Instant('When it was redriven or discarded; null while it is open.', { nullable: true })
  resolved_at: string | null;

  @OptionalText('Why it was discarded; null where it was not.', 'sent by mistake')
  discarded_because: string | null;
}

export class DeadLetterDetailDto extends DeadLetterDto {
  @Text(
    'What came, as it came: the JSON of the event, or whatever there was. At most 64 KiB.',
    '{"id":"3f8c"}',
  )
  payload: string;
}

export class PausedConsumerDto {
  @Text('The service.', 'scoring')
  service: string;

  @Text('The consumer that stands still.', 'scoring--conversation-day-created')
  consumer: string;

  @Instant('Since when.')
  paused_at: string;

  @Count('Dead letters within the minute before.', 20)
  dead_letters: number;

  @Text('Class of the last error.', 'TypeError')
  error_class: string;
}

export class DeadLettersDto {
  @ApiProperty({ type: [DeadLetterDto], description: 'Latest failure first.' })
  dead_letters: DeadLetterDto[];

  @Count('Of all pages together.', 3)
  total: number;

  @OptionalText('For the next page; null after the last.', 'WyIyMDI2')
  next_cursor: string | null;

  @ApiProperty({
    type: [PausedConsumerDto],
    description: 'Consumers that stopped because most of their events failed, until they are resumed.',
  })
  paused_consumers: PausedConsumerDto[];

  @ApiProperty({
    type: [String],
    description: 'Services that did not answer now: theirs are missing here.',
    example: [],
  })
  unreachable_services: string[];
}

export class RedriveDeadLettersDto {
  @ApiPropertyOptional({ enum: SERVICES, description: 'Only those of this service.', example: 'scoring' })
  @IsOptional()
  @IsIn(SERVICES)
  service?: (typeof SERVICES)[number];

  @ApiPropertyOptional({ type: String, description: 'Only those of this consumer.', example: 'scoring--x' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  consumer?: string;

  @ApiPropertyOptional({
    type: String,
    description: 'Only events of this name.',
    example: 'ConversationDayCreated',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  event?: string;

  @ApiPropertyOptional({
    type: String,
    description: "Only those whose error's class or reason contains this, in any case.",
    example: 'timeout',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class RedrivenDto {
  @Count('Processed now, each once.', 120)
  redriven: number;

  @Count('Failed again; they stay open with the new reason.', 2)
  failed_again: number;

  @Count('Not tried for lack of time: ask again.', 0)
  left: number;

  @ApiProperty({ type: [String], description: 'Services that did not answer now.', example: [] })
  unreachable_services: string[];
}

export class DiscardDeadLetterDto {
  @Text('Why it is not needed.', 'sent by mistake', { minLength: 1, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  because: string;
}

export class ResumedDto {
  @ApiProperty({ type: Boolean, description: 'Whether it stood still.', example: true })
  resumed: boolean;
}
