import { ApiProperty } from '@nestjs/swagger';
import { JOB_STATUSES, UNSCORED_REASONS } from '@powerpulse/contracts';
import { ScorerDto } from '../conversations/days.dto.js';
import { PageSizeParams } from '../http/paging.js';
import { QueryEnum, QueryText, QueryUuid } from '../http/params.js';
import {
  Amount,
  Count,
  DateOnly,
  Flag,
  Instant,
  OptionalAmount,
  OneOf,
  OptionalText,
  OptionalUuid,
  Uuid,
} from '../openapi/fields.js';

const UUID = '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30';

export class JobsParams extends PageSizeParams {
  @QueryUuid('Only jobs with days of this upload.')
  upload_id?: string;

  @QueryEnum(JOB_STATUSES, 'Only jobs in this state.')
  status?: (typeof JOB_STATUSES)[number];

  @QueryText('`next_cursor` of the page before.', 'eyJ2IjoxfQ', 2000)
  cursor?: string;
}

export class JobDto {
  @Uuid('The job.')
  job_id: string;

  @OneOf(JOB_STATUSES, '`partial`: some of its days got no score, each with a reason.')
  status: string;

  @ApiProperty({ type: ScorerDto, description: 'Who judges.' })
  scorer: ScorerDto;

  @OptionalUuid('The backfill it belongs to; null for days as they come in.')
  backfill_id: string | null;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Uploads its days came with.',
    example: [UUID],
  })
  upload_ids: string[];

  @Instant('When it was packed.')
  created_at: string;

  @Instant('When it was taken first; null before.', { nullable: true })
  started_at: string | null;

  @Instant('When it ended; null before.', { nullable: true })
  completed_at: string | null;

  @Instant('Not taken before: later than now where it waits for a provider, a limit or a budget.')
  due_at: string;

  @Count('Times it was tried, outages apart.', 1)
  attempts: number;

  @Count('Days in it.', 24)
  days: number;

  @Count('Of those, judged.', 23)
  scored: number;

  @Count('Of those, given up with a reason.', 1)
  unscored: number;

  @Count('Of those, put into another job.', 0)
  asked_again: number;

  @Count('Of those, answered from the store.', 5)
  cached: number;

  @Count('Requests to a provider; 0 with the local scorer.', 1)
  calls: number;

  @Amount('Expected before it was sent.', 'Count of tokens', 5200)
  tokens_estimated: number;

  @Amount('Sent.', 'Count of tokens', 5310)
  input_tokens: number;

  @Amount('Received.', 'Count of tokens', 1480)
  output_tokens: number;

  @OptionalAmount('What it cost; null where no price is known.', 'USD', 0.0042)
  cost_usd: number | null;

  @OptionalAmount('From start to end; null before.', 'Milliseconds', 2310)
  duration_ms: number | null;

  @OptionalText('Why it failed; null where it did not. Never message text.', 'the provider refused the key')
  error: string | null;
}

export class JobsDto {
  @ApiProperty({ type: [JobDto], description: 'Newest first.' })
  jobs: JobDto[];

  @Count('Jobs that match.', 187)
  total: number;

  @OptionalText('`cursor` of the next page; null on the last one.', 'eyJ2IjoxfQ')
  next_cursor: string | null;
}

export class JobDayDto {
  @Uuid('The conversation-day.')
  day_id: string;

  @Amount('Which version of it.', 'Version', 1, { minimum: 1 })
  version: number;

  @Uuid('Its conversation.')
  conversation_id: string;

  @DateOnly('Its date.')
  date: string;

  @OneOf(['waiting', 'scored', 'unscored', 'asked_again'], 'What became of it in this job.')
  result: string;

  @OneOf(UNSCORED_REASONS, 'Why it has no score; null where it has one or waits.', { nullable: true })
  reason: string | null;

  @OptionalText('More about the reason. Never message text.', 'the answer was cut off')
  detail: string | null;

  @Count('Tries before this job.', 0)
  attempts: number;

  @Flag('Something in it reads like an instruction to the judge.', false)
  suspected: boolean;
}

export class JobDetailDto extends JobDto {
  @ApiProperty({ type: [JobDayDto], description: 'What became of each of its days.' })
  day_results: JobDayDto[];
}
