import type { RubricDocument } from '@powerpulse/contracts';
import type { SealedDay } from '../domain/llm/seal-day.js';
import type { DayToJudge } from '../domain/scorer.js';

/** `estimate`: a quarter of the bytes, where no tokenizer fits the model. */
export type Tokenizer = 'o200k' | 'estimate';

export type SealingTasks = {
  seal: { task: { days: readonly DayToJudge[]; room: number; tokenizer: Tokenizer }; result: SealedDay[] };
  fixed: { task: { rubric: RubricDocument; maxDays: number; tokenizer: Tokenizer }; result: number };
};
