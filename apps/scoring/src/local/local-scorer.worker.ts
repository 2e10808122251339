import { judgeDay, messageSentiment } from '../domain/local/index.js';
import type { DayTranscript, DayVerdict } from '../domain/scorer.js';
import { serveTasks } from '../threads/serve-tasks.js';
import type { LocalTasks } from './local-tasks.js';

serveTasks<LocalTasks>({
  judge: (days) => days.map(judged),
  sentiments: (texts) => texts.map(messageSentiment),
});

function judged(day: DayTranscript): DayVerdict {
  try {
    return judgeDay(day);
  } catch (error) {
    // One day's trouble is not its neighbours'. What was thrown may quote the text, its name does not.
    const name = error instanceof Error ? error.name : typeof error;
    return { kind: 'unscored', reason: 'scorer_error', detail: `the local scorer failed with ${name}` };
  }
}
