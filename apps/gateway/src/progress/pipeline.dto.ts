import { ApiProperty } from '@nestjs/swagger';
import { Count, OneOf, OptionalAmount } from '../openapi/fields.js';
import { STAGES } from './domain/progress.js';

export class StageLoadDto {
  @OneOf(STAGES.filter((stage) => stage !== 'done'), 'The first stage that is not through with the upload.')
  stage: string;

  @Count('Uploads that stand here.', 2)
  uploads: number;

  @Count('Their conversations that are not cut into days yet.', 120)
  conversations_waiting: number;

  @Count('Their days that are not in the metrics yet.', 410)
  days_waiting: number;

  @OptionalAmount('Since the oldest of them was accepted; null where there is none.', 'Seconds', 42.5)
  oldest_seconds: number | null;

  @OptionalAmount('Since anything of them moved; null where there is none.', 'Seconds', 0.8)
  still_seconds: number | null;
}

export class PipelineDto {
  @Count('Uploads that have not ended.', 3)
  open_uploads: number;

  @Count('Of these the ones looked at: the oldest, at most 100.', 3)
  looked_at: number;

  @ApiProperty({ type: [StageLoadDto], description: 'In the order in which an upload goes through them.' })
  stages: StageLoadDto[];
}
