import type { JobBounds } from './pack-into-jobs.js';

export interface PlannedWork {
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/** What it takes to judge so many days of so many prompt tokens in all. */
export function plannedWork(days: number, tokens: number, bounds: JobBounds): PlannedWork {
  if (days === 0 || bounds.answer === null || bounds.maxTokens === null)
    return { calls: 0, inputTokens: 0, outputTokens: 0 };
  const byDays = Math.ceil(days / bounds.maxDays);
  const byTokens = Math.ceil(tokens / (bounds.maxTokens - bounds.fixedTokens));
  const byAnswer = Math.ceil((days * bounds.answer.tokensPerDay) / bounds.answer.maxTokens);
  const calls = Math.max(byDays, byTokens, byAnswer);
  return {
    calls,
    inputTokens: tokens + calls * bounds.fixedTokens,
    outputTokens: days * bounds.answer.tokensPerDay,
  };
}
