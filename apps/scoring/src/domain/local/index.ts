import type { ScorerId } from '@powerpulse/contracts';

export { judgeDay, messageSentiment } from './judge-day.js';

/** `rubric`: how model and facts are mapped to micro-metrics; both change with every retraining that is shipped. */
export const LOCAL_SCORER: ScorerId = {
  provider: 'local',
  model: 'trained-1',
  rubric: 'local-2',
};
