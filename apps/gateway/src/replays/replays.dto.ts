import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { REPLAY_CAUSES, REPLAY_STATES, REPLAY_SWITCHES } from '@powerpulse/contracts';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageSizeParams } from '../http/paging.js';
import { IsCalendarDate } from '../http/params.js';
import {
  Count,
  DateOnly,
  Flag,
  Instant,
  OneOf,
  OptionalAmount,
  OptionalText,
  Text,
  Uuid,
} from '../openapi/fields.js';

export class ReplaysParams extends PageSizeParams {}

const ASKED_SWITCHES = ['manual', 'when_equal'] as const;
const HASH = 'f2ca1bb6c7e907d06dafe4687e579fce76b37e4e93b7605022da52e6ccc26fd2';

export class StartReplayDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    nullable: true,
    description: 'First date to be built anew, inclusive; none: from the beginning.',
    example: '2026-10-01',
  })
  @IsOptional()
  @IsCalendarDate()
  start_date?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    nullable: true,
    description: 'Last date to be built anew, inclusive; none: up to now.',
    example: '2026-10-31',
  })
  @IsOptional()
  @IsCalendarDate()
  end_date?: string | null;

  @ApiPropertyOptional({
    type: String,
    enum: ASKED_SWITCHES,
    default: 'manual',
    description: 'Whether it is shown by itself where it equals what is shown now.',
    example: 'when_equal',
  })
  @IsOptional()
  @IsIn(ASKED_SWITCHES)
  switch?: (typeof ASKED_SWITCHES)[number];

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Chosen by you, so that asking twice starts one.',
    example: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30',
  })
  @IsOptional()
  @IsUUID('all')
  replay_id?: string;
}

export class ComparedTableDto {
  @Text('Read model.', 'conversation_days')
  table: string;

  @Count('Rows shown now.', 241)
  live_rows: number;

  @Count('Rows built anew.', 241)
  replayed_rows: number;

  @Count('Rows that are not the same, or on one side only.', 0)
  different_rows: number;
}

export class LargestDifferenceDto {
  @Uuid('The conversation.')
  conversation_id: string;

  @DateOnly('The day.')
  date: string;

  @OptionalAmount('Its CSI as shown now; null where it has none.', '0..100', 71.4)
  live_csi: number | null;

  @OptionalAmount('Its CSI built anew; null where it has none.', '0..100', 71.5)
  replayed_csi: number | null;
}

export class ReplayComparisonDto {
  @Flag('Whether every row is the same.', true)
  equal: boolean;

  @Text('SHA-256 over all rows shown now.', HASH)
  live_hash: string;

  @Text('SHA-256 over all rows built anew.', HASH)
  replayed_hash: string;

  @ApiProperty({ type: [ComparedTableDto], description: 'Read model by read model.' })
  tables: ComparedTableDto[];

  @ApiProperty({
    type: LargestDifferenceDto,
    nullable: true,
    description: 'The day whose CSI differs most; null where none does.',
  })
  largest_difference: LargestDifferenceDto | null;
}

export class ReplayDto {
  @Uuid('The replay.')
  replay_id: string;

  @OneOf(
    REPLAY_STATES,
    '`ready`: built and compared, not shown. `switched`: shown, the previous numbers are kept. `completed`: those are dropped. `failed`: stopped, the numbers shown are as before.',
  )
  state: string;

  @OneOf(REPLAY_CAUSES, 'Why: somebody asked, weights or limits changed, or another scorer counts.')
  cause: string;

  @OneOf(REPLAY_SWITCHES, 'When it is shown.')
  switch: string;

  @OptionalText('First date; null: from the beginning.', '2026-10-01')
  start_date: string | null;

  @OptionalText('Last date; null: up to now.', '2026-10-31')
  end_date: string | null;

  @Count('Events read so far: the position.', 12_000)
  events_read: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    nullable: true,
    description: 'Events there are; null until they are counted, and where rows are read instead. Count.',
    example: 12_000,
  })
  events_total: number | null;

  @OptionalAmount('Events a second while it works; null before anything was read.', 'Count', 9_500)
  events_per_second: number | null;

  @ApiProperty({
    type: ReplayComparisonDto,
    nullable: true,
    description:
      'What was built beside what is shown; null before, and for new settings, whose numbers are meant to differ.',
  })
  comparison: ReplayComparisonDto | null;

  @OptionalText('Why it failed; null where it did not.', 'ZodError: version: Invalid input')
  error: string | null;

  @Instant('When it was asked for.')
  created_at: string;

  @Instant('From when on it takes in what happens; null before.', { nullable: true })
  caught_up_at: string | null;

  @Instant('When it was shown; null before.', { nullable: true })
  switched_at: string | null;

  @Instant('When nothing more could come of it; null before.', { nullable: true })
  ended_at: string | null;
}

export class ReplaysDto {
  @ApiProperty({ type: [ReplayDto], description: 'Newest first.' })
  replays: ReplayDto[];
}
