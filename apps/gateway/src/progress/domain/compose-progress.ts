import { countWork, percentageOf, type IngestState, type ProjectionState, type Work } from './count-work.js';
import { describeProgress } from './describe-progress.js';
import type { Progress, Stage, UploadStatus } from './progress.js';

export interface KnownUpload {
  readonly bytes: number;
  readonly cancelled: boolean;
  /** The highest percentage ever shown. */
  readonly percentage: number;
}

/**
 * What gateway, ingestion and analytics know of one upload, as one picture; `null` where a service has not heard of it
 * yet. `ended`: nothing of it will change any more.
 */
export function composeProgress(
  upload: KnownUpload,
  ingest: IngestState | null,
  projection: ProjectionState | null,
): { progress: Progress; ended: boolean } {
  const work = countWork(upload.bytes, ingest, projection);
  const ended = projection?.complete === true && (ingest === null || work.readingDone);
  const errors = listErrors(ingest, work.unscored);
  const status = statusOf(upload, ingest, ended, errors.length > 0);
  const whole = status === 'completed' || status === 'completed_with_errors';
  const progress = {
    status,
    progress_percentage: Math.max(upload.percentage, whole ? 100 : percentageOf(work)),
    current_stage: ended ? 'done' : stageOf(ingest, work),
    processed_conversations: ended ? work.conversations : work.processedConversations,
    total_conversations: work.conversations,
    processed_days: work.processedDays,
    total_days: work.days,
    statistics: {
      messages_kept: ingest?.messages.kept ?? 0,
      filtered_autoresponses: ingest?.messages.filtered ?? 0,
      rejected_messages: ingest?.messages.rejected ?? 0,
      duplicate_messages: ingest?.messages.duplicate ?? 0,
      skipped_conversations: ingest?.conversations_skipped ?? 0,
      scoring_calls: projection?.scoring_calls ?? 0,
      judged_days: work.judged,
      unscored_days: work.unscored,
      errors_count: errors.reduce((sum, error) => sum + error.count, 0),
    },
    errors,
  } as const;
  return { progress: { ...progress, details: describeProgress(progress, work) }, ended };
}

function stageOf(ingest: IngestState | null, work: Work): Stage {
  if (ingest === null || ingest.state === 'waiting') return 'queued';
  if (!work.readingDone) return 'ingesting';
  if (work.split < work.changed) return 'day_splitting';
  return work.judged < work.toScore ? 'scoring' : 'projecting';
}

function statusOf(
  upload: KnownUpload,
  ingest: IngestState | null,
  ended: boolean,
  anyErrors: boolean,
): UploadStatus {
  if (ingest?.state === 'failed') return 'failed';
  if (upload.cancelled || ingest?.state === 'cancelled') return 'cancelled';
  if (ended) return anyErrors ? 'completed_with_errors' : 'completed';
  return ingest === null || ingest.state === 'waiting' ? 'queued' : 'processing';
}

function listErrors(ingest: IngestState | null, unscored: number): Progress['errors'] {
  const errors: { code: string; message: string; count: number }[] = [];
  if (ingest?.failure != null) errors.push({ code: 'failed', message: ingest.failure, count: 1 });
  const rejected = ingest?.messages.rejected ?? 0;
  if (rejected > 0) {
    errors.push({
      code: 'rejected_messages',
      message: 'Messages were refused; the rejects report says which, why and how to mend them.',
      count: rejected,
    });
  }
  if (unscored > 0) {
    errors.push({
      code: 'unscored_days',
      message: 'Some days could not be judged; their conversations say why.',
      count: unscored,
    });
  }
  return errors;
}
