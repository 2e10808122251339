import { ApiProperty } from '@nestjs/swagger';
import { IsNumber, Max, Min, ValidateIf } from 'class-validator';
import { DateRangeParams } from '../http/date-range.js';
import { QueryUuid } from '../http/params.js';
import { Amount, Count, DateOnly, OptionalAmount, Text, Uuid } from '../openapi/fields.js';

const MAX_USD = 1_000_000;

export class UsageParams extends DateRangeParams {
  @QueryUuid('Only what was spent for this upload.')
  upload_id?: string;
}

export class UsageDto {
  @Count('Calls to providers that were answered.', 187)
  calls: number;

  @Count('Calls that were refused, lost or not answered in time.', 2)
  failed_calls: number;

  @Amount('Sent.', 'Count of tokens', 972_000)
  input_tokens: number;

  @Amount('Received.', 'Count of tokens', 276_000)
  output_tokens: number;

  @Amount('What it cost, as far as prices are known.', 'USD', 0.78)
  cost_usd: number;
}

export class UsageTotalDto extends UsageDto {
  @Count('Days answered from the store without a call.', 512)
  cached_days: number;

  @Count('Days judged by a call.', 4485)
  judged_days: number;
}

export class UsageByDateDto extends UsageDto {
  @DateOnly('Of the calls, in UTC, as providers bill.')
  date: string;
}

export class UsageByModelDto extends UsageDto {
  @Text('`provider/model`.', 'openai/gpt-5-mini')
  model: string;
}

export class UsageByUploadDto {
  @Uuid('The upload.')
  upload_id: string;

  @Count('Its days that were judged.', 4485)
  days: number;

  @Count('Of those, answered from the store.', 512)
  cached_days: number;

  @Amount('Its share of what jobs cost, by days.', 'USD', 0.78)
  cost_usd: number;
}

export class BudgetStateDto {
  @DateOnly('First date of the month it is about, in UTC.')
  month: string;

  @OptionalAmount('The limit; null: none.', 'USD', 50)
  limit_usd: number | null;

  @Amount('Spent.', 'USD', 12.4)
  spent_usd: number;

  @Amount('Held for calls under way.', 'USD', 0.02)
  reserved_usd: number;

  @Amount('The highest mark that was passed: 50, 80 or 95; 0: none.', 'Percent', 0, {
    minimum: 0,
    maximum: 95,
  })
  warned_percent: number;
}

export class UsageReportDto {
  @ApiProperty({ type: UsageTotalDto, description: 'All of the range.' })
  total: UsageTotalDto;

  @ApiProperty({ type: [UsageByDateDto], description: 'By date of the calls.' })
  by_date: UsageByDateDto[];

  @ApiProperty({ type: [UsageByModelDto], description: 'By model.' })
  by_model: UsageByModelDto[];

  @ApiProperty({ type: [UsageByUploadDto], description: 'By upload.' })
  by_upload: UsageByUploadDto[];

  @ApiProperty({ type: BudgetStateDto, description: 'How much of the budget of the month is used.' })
  budget: BudgetStateDto;
}

export class SetBudgetDto {
  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: MAX_USD,
    description: 'What may be spent in a calendar month (UTC). USD; null: as configured at installation.',
    example: 50,
  })
  @ValidateIf(({ usd_per_month }: SetBudgetDto) => usd_per_month !== null)
  @IsNumber()
  @Min(0)
  @Max(MAX_USD)
  usd_per_month: number | null;
}

export class BudgetDto {
  @OptionalAmount('The limit that holds now; null: none.', 'USD', 50)
  limit_usd: number | null;
}
