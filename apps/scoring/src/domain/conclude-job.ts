import type { JOB_STATUSES, UnscoredReason } from '@powerpulse/contracts';
import type { AskAgain, Judgement, ScorerVerdict } from './scorer.js';

export type JobStatus = (typeof JOB_STATUSES)[number];

export interface Conclusion<D> {
  scored: { day: D; judgement: Judgement }[];
  unscored: { day: D; reason: UnscoredReason; detail: string }[];
  again: { day: D; verdict: AskAgain }[];
  status: JobStatus;
}

/** Tries of a single day, judged alone, after which it is given up. */
export const MAX_ATTEMPTS = 3;

/**
 * What becomes of a job's days. A day without a verdict is asked for again: nothing is ever invented for it.
 * Scored + unscored + again = days.
 */
export function concludeJob<D extends { dayId: string }>(
  days: readonly D[],
  verdicts: ReadonlyMap<string, ScorerVerdict>,
): Conclusion<D> {
  const conclusion: Conclusion<D> = { scored: [], unscored: [], again: [], status: 'completed' };
  for (const day of days) {
    const verdict = verdicts.get(day.dayId) ?? NO_VERDICT;
    switch (verdict.kind) {
      case 'judged':
        conclusion.scored.push({ day, judgement: verdict.judgement });
        break;
      case 'unscored':
        conclusion.unscored.push({ day, reason: verdict.reason, detail: verdict.detail.slice(0, 500) });
        break;
      case 'again':
        conclusion.again.push({ day, verdict });
        break;
    }
  }
  conclusion.status = statusOf(conclusion);
  return conclusion;
}

const NO_VERDICT: AskAgain = {
  kind: 'again',
  why: 'the scorer said nothing about it',
  counts: true,
  maxDays: null,
  waitMs: 0,
};

/** `completed`: every day has its score or its reason; `partial`: some have; `failed`: none has. */
function statusOf<D>({ scored, unscored, again }: Conclusion<D>): JobStatus {
  const ended = scored.length + unscored.length;
  if (again.length > 0) return ended > 0 ? 'partial' : 'failed';
  return ended > 0 && unscored.length === ended && unscored.every((u) => u.reason === 'cancelled')
    ? 'cancelled'
    : 'completed';
}
