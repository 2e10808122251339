import { ApiProperty } from '@nestjs/swagger';
import { PageSizeParams } from '../../http/paging.js';
import { QueryInt } from '../../http/params.js';
import { Amount, Count, Flag, Instant, OptionalText, Text, Uuid } from '../../openapi/fields.js';

export class AuditParams extends PageSizeParams {
  @QueryInt('`next_cursor` of the page before.', { min: 1, max: 999_999_999_999, example: 20 })
  cursor?: number;
}

export class AuditEntryDto {
  @Amount('Its place in the log of the organization, from 1, without gaps.', 'Position', 42, { minimum: 1 })
  sequence: number;

  @Instant('When it was answered.')
  at: string;

  @Text('Who: `key:<id>`, `session:<member id>`, `token:<subject>`, `unknown`.', 'session:3f8c1f7e')
  caller: string;

  @OptionalText('Their role then.', 'admin')
  role: string | null;

  @Text(
    'The call, by its operationId; or `denied` (a refusal), `wrongCredentials` (very many).',
    'changeMember',
  )
  action: string;

  @OptionalText('The id in its path.', '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30')
  target: string | null;

  @Amount('How it was answered.', 'Status code', 200, { minimum: 200, maximum: 599 })
  status: number;

  @Uuid('Of the request, as in X-Request-Id and in the log.')
  request_id: string;

  @Text('SHA-256 over this entry and the hash of the one before.', 'a3f5'.repeat(16))
  hash: string;
}

export class AuditDto {
  @ApiProperty({ type: [AuditEntryDto], description: 'Newest first.' })
  entries: AuditEntryDto[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: '`cursor` of the next page; null on the last one. Position.',
    example: 20,
  })
  next_cursor: number | null;
}

export class AuditHeadDto {
  @Count('Sequence of the last entry.', 42)
  sequence: number;

  @Text(
    'Its hash. Kept elsewhere, it shows later that nothing before it was changed or cut off.',
    'a3f5'.repeat(16),
  )
  hash: string;
}

export class AuditVerificationDto {
  @Flag('Every hash was computed anew, and all agree.', true)
  intact: boolean;

  @Count('Entries that agree, from the first on.', 42)
  entries: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The first entry that was changed or is missing; null: none. Position.',
    example: null,
  })
  broken_at: number | null;

  @ApiProperty({ type: AuditHeadDto, description: 'The last entry that agrees.' })
  head: AuditHeadDto;
}
