import { type Progress, type Stage, STAGES } from './progress.js';

export interface OpenUpload {
  /** Epoch milliseconds. */
  readonly accepted_at: number;
  readonly changed_at: number | null;
  readonly progress: Pick<
    Progress,
    'current_stage' | 'processed_conversations' | 'total_conversations' | 'processed_days' | 'total_days'
  > | null;
}

export interface StageLoad {
  readonly stage: Exclude<Stage, 'done'>;
  readonly uploads: number;
  readonly conversations_waiting: number;
  readonly days_waiting: number;
  /** Since the oldest of its uploads was accepted; null where there is none. */
  readonly oldest_seconds: number | null;
  /** Since anything of its uploads moved. */
  readonly still_seconds: number | null;
}

/** What waits where. An upload stands at the first stage that is not through with it. */
export function pipelineOf(uploads: readonly OpenUpload[], now: number): StageLoad[] {
  const seconds = (instants: readonly number[], oldest: (...all: number[]) => number) =>
    instants.length === 0 ? null : Math.max(0, (now - oldest(...instants)) / 1000);
  return STAGES.filter((stage) => stage !== 'done').map((stage) => {
    const own = uploads.filter(({ progress }) => (progress?.current_stage ?? 'queued') === stage);
    const waiting = (
      total: 'total_conversations' | 'total_days',
      done: 'processed_conversations' | 'processed_days',
    ) =>
      own.reduce(
        (sum, { progress }) => sum + Math.max(0, (progress?.[total] ?? 0) - (progress?.[done] ?? 0)),
        0,
      );
    return {
      stage,
      uploads: own.length,
      conversations_waiting: waiting('total_conversations', 'processed_conversations'),
      days_waiting: waiting('total_days', 'processed_days'),
      oldest_seconds: seconds(
        own.map(({ accepted_at }) => accepted_at),
        Math.min,
      ),
      still_seconds: seconds(
        own.map(({ accepted_at, changed_at }) => changed_at ?? accepted_at),
        Math.max,
      ),
    };
  });
}
