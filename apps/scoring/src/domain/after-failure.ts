import type { UnscoredReason } from '@powerpulse/contracts';
import { MAX_ATTEMPTS } from './conclude-job.js';
import type { ScorerVerdict } from './scorer.js';

/** Times a job may take its process down (or be lost with it) before its days are judged in halves. */
export const CRASHES_BEFORE_SPLIT = 3;
/** Times a day alone may do so before it is given up. Crashes of others look the same, hence the patience. */
export const CRASHES_BEFORE_GIVING_UP = 8;

interface TriedDay {
  dayId: string;
  attempts: number;
}

/**
 * A whole job failed without an answer. Several days: ask again in halves, so that the one that spoils it ends up alone.
 * A single day: again with a growing pause, and given up after enough tries of its own.
 */
export function afterFailure(
  days: readonly TriedDay[],
  why: string,
  giveUp: { reason: UnscoredReason; attempts?: number },
): Map<string, ScorerVerdict> {
  const single = days.length === 1;
  const limit = giveUp.attempts ?? MAX_ATTEMPTS;
  return new Map(
    days.map((day): [string, ScorerVerdict] => {
      if (single && day.attempts + 1 >= limit)
        return [day.dayId, { kind: 'unscored', reason: giveUp.reason, detail: why }];
      return [
        day.dayId,
        {
          kind: 'again',
          why,
          counts: single,
          maxDays: Math.max(1, Math.ceil(days.length / 2)),
          waitMs: single ? 1_000 * 5 ** Math.min(day.attempts, 3) : 0,
        },
      ];
    }),
  );
}

/** Whether a job that was lost so often must not be run as it is again. */
export function crashedTooOften(attempts: number, days: number): boolean {
  return attempts > (days === 1 ? CRASHES_BEFORE_GIVING_UP : CRASHES_BEFORE_SPLIT);
}
