import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { BACKFILL_STATUSES } from '@powerpulse/contracts';
import { IsBoolean, IsInt, IsNumber, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { ScorerDto } from '../conversations/days.dto.js';
import { PageSizeParams } from '../http/paging.js';
import { IsCalendarDate } from '../http/params.js';
import { Amount, Count, Instant, OptionalAmount, OneOf, OptionalText, Uuid } from '../openapi/fields.js';

export class BackfillsParams extends PageSizeParams {}

export class StartBackfillDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    nullable: true,
    description: 'First date, inclusive; none: from the beginning.',
    example: '2026-10-01',
  })
  @IsOptional()
  @IsCalendarDate()
  start_date?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    nullable: true,
    description: 'Last date, inclusive; none: up to now.',
    example: '2026-10-31',
  })
  @IsOptional()
  @IsCalendarDate()
  end_date?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Only days that this upload brought messages of; none: of all uploads.',
    example: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30',
  })
  @IsOptional()
  @IsUUID('all')
  upload_id?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    nullable: true,
    description: 'Judge at most so many days. Count.',
    example: 10_000,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  max_days?: number | null;

  @ApiPropertyOptional({
    type: Number,
    minimum: 0.000001,
    nullable: true,
    description: 'Stop before this is spent. USD.',
    example: 20,
  })
  @IsOptional()
  @IsNumber()
  @Min(0.000001)
  @Max(1_000_000)
  max_usd?: number | null;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Only say what it would take.',
    example: true,
  })
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Chosen by you, so that asking twice starts one.',
    example: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30',
  })
  @IsOptional()
  @IsUUID('all')
  backfill_id?: string;
}

export class BackfillPlanDto {
  @ApiProperty({
    type: ScorerDto,
    description: 'Who would judge: the scorer and rubric that are active now.',
  })
  scorer: ScorerDto;

  @Count('Days of the range, and of the upload where one is named.', 12_000)
  days: number;

  @Count('Of those, judged by this scorer already.', 2_000)
  known_days: number;

  @Count('Of those, to be judged.', 10_000)
  days_to_judge: number;

  @Count('Calls to a provider.', 417)
  calls: number;

  @Count('Tokens to be sent.', 2_170_000)
  input_tokens: number;

  @Count('Tokens to be received.', 616_000)
  output_tokens: number;

  @OptionalAmount('What it would cost; null where no price is known.', 'USD', 1.74)
  cost_usd: number | null;
}

export class BackfillDto {
  @Uuid('The backfill.')
  backfill_id: string;

  @ApiProperty({ type: ScorerDto, description: 'Who judges.' })
  scorer: ScorerDto;

  @OneOf(BACKFILL_STATUSES, 'How it stands.')
  status: string;

  @OptionalText('First date; null: from the beginning.', '2026-10-01')
  start_date: string | null;

  @OptionalText('Last date; null: up to now.', '2026-10-31')
  end_date: string | null;

  @OptionalText('The upload whose days these are; null: of all.', '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30')
  upload_id: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Cap on days; null: none. Count.',
    example: 10_000,
  })
  max_days: number | null;

  @OptionalAmount('Cap on cost; null: none.', 'USD', 20)
  max_usd: number | null;

  @Count('Days that were planned.', 10_000)
  planned_days: number;

  @Count('Of those, judged.', 4_200)
  scored: number;

  @Count('Of those, given up with a reason.', 3)
  unscored: number;

  @Count('Of those, still to be judged.', 5_797)
  waiting: number;

  @Amount('Spent so far.', 'USD', 0.73)
  cost_usd: number;

  @OptionalText('Why it stands still; null where it does not.', 'the budget of the month is used up')
  note: string | null;

  @Instant('When it was started.')
  created_at: string;

  @Instant('When anything of it changed last.')
  updated_at: string;
}

export class BackfillsDto {
  @ApiProperty({ type: [BackfillDto], description: 'Newest first.' })
  backfills: BackfillDto[];
}
