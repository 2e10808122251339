import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { fixedTokens } from '../domain/llm/fixed-tokens.js';
import { sealDay } from '../domain/llm/seal-day.js';
import { boundedCounter, estimateTokens, type CountTokens } from '../domain/llm/tokens.js';
import { serveTasks } from '../threads/serve-tasks.js';
import type { SealingTasks, Tokenizer } from './sealing-tasks.js';

const COUNTERS: Record<Tokenizer, CountTokens> = {
  o200k: boundedCounter((text) => countTokens(text, { disallowedSpecial: new Set() })),
  estimate: estimateTokens,
};

serveTasks<SealingTasks>({
  seal: ({ days, room, tokenizer }) => days.map((day) => sealDay(day, room, COUNTERS[tokenizer])),
  fixed: ({ rubric, maxDays, tokenizer }) => fixedTokens(rubric, maxDays, COUNTERS[tokenizer]),
});
