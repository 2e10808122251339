import { composeProgress } from './domain/compose-progress.js';
import type { ProgressDto } from './progress.dto.js';
import type { UploadRow } from './upload-rows.js';

/** As it goes over the wire. */
export function presentProgress(row: UploadRow, now: Date): ProgressDto {
  const progress = row.progress ?? composeProgress(row, null, null).progress;
  const end = row.ended_at ?? now.getTime();
  return {
    upload_id: row.upload_id,
    ...progress,
    errors: [...progress.errors],
    // Cancelled is what it is from the moment it is said, not from when it was looked at.
    status:
      row.cancelled && row.ended_at === null && progress.status !== 'failed' ? 'cancelled' : progress.status,
    progress_percentage: row.percentage,
    start_time: new Date(row.accepted_at).toISOString(),
    last_update: new Date(row.changed_at ?? row.accepted_at).toISOString(),
    duration_seconds: Math.max(0, Math.round(end - row.accepted_at) / 1000),
  };
}
