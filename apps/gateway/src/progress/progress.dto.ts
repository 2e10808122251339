import { ApiProperty } from '@nestjs/swagger';
import { QueryEnum } from '../http/params.js';
import { PageInfo, PageParams } from '../http/paging.js';
import { Amount, Count, Instant, OneOf, Text, Uuid } from '../openapi/fields.js';
import { STAGES, UPLOAD_STATUSES, type Stage, type UploadStatus } from './domain/progress.js';

export class ProgressListParams extends PageParams {
  @QueryEnum(UPLOAD_STATUSES, 'Only uploads in this state.')
  status?: UploadStatus;
}

export class ProgressStatisticsDto {
  @Count('Messages taken over.', 13_060)
  messages_kept: number;

  @Count('Messages left out because they are automatic replies.', 8)
  filtered_autoresponses: number;

  @Count('Messages that could not be used; the rejects report lists them.', 3)
  rejected_messages: number;

  @Count('Messages that were there before.', 2)
  duplicate_messages: number;

  @Count('Chat ids of the file without one usable message.', 1)
  skipped_conversations: number;

  @Count('Calls to a scoring provider; 0 with the local scorer.', 0)
  scoring_calls: number;

  @Count('Days that a scorer has answered for, with a score or without.', 2_540)
  judged_days: number;

  @Count('Of these, days that could not be scored.', 1)
  unscored_days: number;

  @Count('Sum of the counts in `errors`.', 4)
  errors_count: number;
}

export class ProgressErrorDto {
  @Text('`failed`, `rejected_messages` or `unscored_days`.', 'rejected_messages')
  code: string;

  @Text('For people.', 'Messages were refused; the rejects report says which, why and how to mend them.')
  message: string;

  @Count('How many.', 3)
  count: number;
}

export class ProgressDto {
  @Uuid('The upload.')
  upload_id: string;

  @OneOf(
    UPLOAD_STATUSES,
    '`completed`: every number of the file is in the metrics. `completed_with_errors`: the same, but messages were rejected or days could not be scored.',
  )
  status: UploadStatus;

  @Amount('How far it is; never goes down.', 'Percent, 0..100', 64.2, { minimum: 0, maximum: 100 })
  progress_percentage: number;

  @OneOf(STAGES, 'Where most of the work is at the moment; stages overlap.')
  current_stage: Stage;

  @Count('Conversations split into days, or found unchanged.', 2_010)
  processed_conversations: number;

  @Count('Conversations found in the file so far.', 3_162)
  total_conversations: number;

  @Count('Days that are judged or need no judgement.', 2_544)
  processed_days: number;

  @Count('Days that changed, as far as it is known yet.', 4_485)
  total_days: number;

  @Text('One sentence for people.', 'Scoring: 2544 of 4,485 days.')
  details: string;

  @Instant('When the file was committed.')
  start_time: string;

  @Instant('When anything of this changed last.')
  last_update: string;

  @Amount('From start to end, or to now.', 'Seconds', 12.5)
  duration_seconds: number;

  @ApiProperty({ type: ProgressStatisticsDto, description: 'What became of its messages and days.' })
  statistics: ProgressStatisticsDto;

  @ApiProperty({ type: [ProgressErrorDto], description: 'What needs attention; empty where nothing does.' })
  errors: ProgressErrorDto[];
}

export class ProgressListDto extends PageInfo {
  @ApiProperty({ type: [ProgressDto], description: 'Newest first.' })
  uploads: ProgressDto[];
}
