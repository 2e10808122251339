import { ApiProperty } from '@nestjs/swagger';
import { REJECT_CODES } from '@powerpulse/contracts';
import { PageSizeParams } from '../http/paging.js';
import { QueryEnum, QueryInt } from '../http/params.js';
import { Amount, Count, OneOf, OptionalText, Text } from '../openapi/fields.js';

export const REJECT_FORMATS = ['json', 'csv'] as const;

export class RejectsParams extends PageSizeParams {
  @QueryInt('`next_cursor` of the page before (JSON only).', {
    min: 1,
    max: 999_999_999_999,
    example: 20,
  })
  cursor?: number;

  @QueryEnum(REJECT_FORMATS, '`csv` streams the whole report. Default: by the Accept header, else JSON.')
  format?: (typeof REJECT_FORMATS)[number];
}

export class RejectDto {
  @Amount('Which message of the file, from 1.', 'Position', 42, { minimum: 1 })
  position: number;

  @Text('Where it stands in the file, as a JSON path.', '$["chat-1"][3]')
  path: string;

  @Count('Bytes of the file before it.', 10_422)
  byte_offset: number;

  @OneOf(['rejected', 'filtered'], 'Filtered: an automatic reply, left out on purpose.')
  kind: 'rejected' | 'filtered';

  @OneOf(REJECT_CODES, 'What is wrong.')
  code: string;

  @OptionalText('The field it is about; null where it is the message as a whole.', 'SOCIAL_CREATE_TIME')
  field: string | null;

  @Text('For people. Never the text of the message.', 'the time can not be read')
  message: string;

  @Text('How to mend it.', 'Write it as ISO 8601 with an offset, e.g. 2026-01-31T09:30:00Z.')
  hint: string;
}

export class RejectsDto {
  @ApiProperty({ type: [RejectDto], description: 'In the order of the file.' })
  rejects: RejectDto[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: '`cursor` of the next page; null on the last one. Position.',
    example: 20,
  })
  next_cursor: number | null;
}
