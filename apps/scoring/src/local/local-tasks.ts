import type { DayTranscript, DayVerdict } from '../domain/scorer.js';

/** Results in the order of what was asked. */
export type LocalTasks = {
  judge: { task: readonly DayTranscript[]; result: DayVerdict[] };
  sentiments: { task: readonly string[]; result: (number | null)[] };
};
