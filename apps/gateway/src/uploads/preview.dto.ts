import { ApiProperty } from '@nestjs/swagger';
import { ScorerDto } from '../conversations/days.dto.js';
import { Count, Flag, OneOf, OptionalAmount, OptionalText, Text } from '../openapi/fields.js';
import { FIELDS } from './domain/csv-columns.js';
import { FILE_FORMATS } from './domain/file-format.js';

export class PreviewFormDto {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'The file as it would be uploaded; its first MiB is enough.',
  })
  file: unknown;
}

export class PreviewColumnDto {
  @OneOf(Object.keys(FIELDS), 'The part of a message.')
  field: string;

  @OptionalText('Header of the column that it is read from; null: none.', 'Body')
  column: string | null;
}

export class PreviewedMessageDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Place in the file, from 1. Count.', example: 1 })
  position: number;

  @OptionalText('Chat id.', 'chat-0042')
  chat_id: string | null;

  @OptionalText('The words, the first 200 characters.', 'Where is my parcel?')
  text: string | null;

  @OptionalText('`to_company` or `to_client`, or what was not understood.', 'to_company')
  direction: string | null;

  @OptionalText('The time as the file has it.', '2026-01-05T10:00:00Z')
  sent_at: string | null;

  @OptionalText("The customer's name.", 'A. Customer')
  customer_name: string | null;

  @OptionalText("The agent's name.", 'maria')
  agent_username: string | null;

  @OptionalText("The agent's e-mail address.", 'maria@example.com')
  agent_email: string | null;
}

export class PreviewProblemDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    nullable: true,
    description: 'Place of the message, from 1; null: the file as a whole would be refused. Count.',
    example: 7,
  })
  position: number | null;

  @Text('For programs.', 'time_without_offset')
  code: string;

  @Text('For people.', 'the time does not say its offset from UTC')
  message: string;
}

export class ExpectedJudgingDto {
  @ApiProperty({
    type: ScorerDto,
    description: 'Who would judge: the scorer and rubric that are active now.',
  })
  scorer: ScorerDto;

  @Count('Conversation-days in what was looked at, about.', 243)
  days: number;

  @Count('Calls to a provider, about.', 8)
  calls: number;

  @OptionalAmount('What they may cost; null where nothing is charged or no price is known.', 'USD', 0.05)
  cost_usd: number | null;
}

export class UploadPreviewDto {
  @OneOf(FILE_FORMATS, 'What the file would be read as.')
  format: string;

  @Flag('The file ends within the first MiB, so that all of it was looked at.', true)
  whole_file: boolean;

  @ApiProperty({
    type: [PreviewColumnDto],
    nullable: true,
    description: 'Of CSV: which column each part of a message is read from; null for other files.',
  })
  columns: PreviewColumnDto[] | null;

  @ApiProperty({ type: [PreviewedMessageDto], description: 'The first 10 messages.' })
  messages: PreviewedMessageDto[];

  @Count('Messages that were looked at.', 230)
  messages_read: number;

  @ApiProperty({ type: [PreviewProblemDto], description: 'The first 20 problems; [] where none was seen.' })
  problems: PreviewProblemDto[];

  @ApiProperty({
    type: ExpectedJudgingDto,
    nullable: true,
    description:
      'What judging that which was looked at may take, were all of it new; null where scoring can not be asked now.',
  })
  judging: ExpectedJudgingDto | null;
}
