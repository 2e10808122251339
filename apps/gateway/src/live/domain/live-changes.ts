import type { Replay } from '@powerpulse/contracts';
import type { UploadRow } from '../../progress/upload-rows.js';
import type { LivePosition } from './live-position.js';

/** What changed up to a position. */
export interface LiveChanges {
  readonly position: LivePosition;
  /** Dates with new numbers; null: all may have. */
  readonly dates: readonly string[] | null;
  readonly uploads: readonly UploadRow[];
  readonly replays: readonly Replay[];
  /** What waits where, by stage; null where that is as it was. */
  readonly pipeline: object | null;
}

/** Of more the oldest are left out: whoever was away for long, or reads slowly, is told of the newest. */
export const MOST_UPLOADS = 500;
const MOST_DATES = 400;

/** One after the other, for somebody who has taken neither yet. */
export function together(before: LiveChanges | null, after: LiveChanges): LiveChanges {
  if (before === null) return after;
  return {
    position: after.position,
    dates: allDates(before.dates, after.dates),
    uploads: newest(before.uploads, after.uploads, ({ upload_id }) => upload_id).slice(-MOST_UPLOADS),
    replays: newest(before.replays, after.replays, ({ replay_id }) => replay_id),
    pipeline: after.pipeline ?? before.pipeline,
  };
}

function allDates(before: LiveChanges['dates'], after: LiveChanges['dates']): LiveChanges['dates'] {
  if (before === null || after === null) return null;
  const dates = [...new Set([...before, ...after])].sort();
  return dates.length > MOST_DATES ? null : dates;
}

function newest<T>(before: readonly T[], after: readonly T[], idOf: (one: T) => string): T[] {
  const again = new Set(after.map(idOf));
  return [...before.filter((one) => !again.has(idOf(one))), ...after];
}
