import type { DayToJudge, ScorerVerdict } from '../scorer.js';
import type { SealedDay } from './seal-day.js';

export interface Selection {
  /** To be asked for in one call. */
  now: SealedDay[];
  /** The others, back to waiting. None of them has used up a try. */
  later: Map<string, ScorerVerdict>;
}

/**
 * Which of a job's days go into its call, now that their words have been seen. A day in which an instruction to the
 * judge is suspected is judged alone: whatever it brings about, it can't touch a neighbour.
 */
export function selectDays(
  sealed: readonly SealedDay[],
  days: readonly DayToJudge[],
  room: number,
): Selection {
  const maxDays = new Map(days.map((day) => [day.dayId, day.maxDays]));
  const selection: Selection = { now: [], later: new Map() };
  let used = 0;
  for (const day of sealed) {
    const { dayId, tokens } = day;
    const again = { kind: 'again', counts: false, waitMs: 0, tokens } as const;
    if (day.suspected !== null && sealed.length > 1) {
      const why = 'an instruction to the judge is suspected: to be judged alone';
      selection.later.set(dayId, { ...again, why, maxDays: 1, suspected: true });
    } else if (selection.now.length > 0 && used + tokens > room) {
      const why = 'its words take more room than expected';
      selection.later.set(dayId, { ...again, why, maxDays: maxDays.get(dayId) ?? null });
    } else {
      selection.now.push(day);
      used += tokens;
    }
  }
  return selection;
}
