import type { MicroMetrics } from '@powerpulse/contracts';
import type { Fact } from './facts.js';
import type { DayReading } from './read-day.js';
import type { FoundTopics } from './topics.js';

/** Wording is weak evidence: never more than this. */
const MOST = 0.8;
const NONE = 0.2;
/** Letters of the customer's at which half of what text can give is reached. */
const LETTERS = 400;

/** 0..1 per field that has a value: more where more facts point somewhere and there is more to read. */
export function confidenceOf(
  day: DayReading,
  facts: readonly Fact[],
  { topics, clarity }: FoundTopics,
  metrics: MicroMetrics,
): Record<string, number> {
  const evidence = (pick: (fact: Fact) => number): number => {
    const total = facts.reduce((sum, fact) => sum + Math.abs(fact.times * pick(fact)), 0);
    return NONE + (MOST - NONE) * (1 - Math.exp(-total / 2));
  };
  const text = NONE + (MOST - NONE) * (1 - Math.exp(-day.letters / LETTERS));
  const resolution = evidence((fact) => fact.resolution);
  const all: Record<keyof MicroMetrics, number> = {
    sentiment_score: text,
    sentiment_shift: text * 0.8,
    resolution_achieved: resolution,
    fcr_score: resolution * (day.cameBack === true ? 0.9 : 0.8),
    ces: evidence((fact) => fact.effort),
    predicted_rating: Math.min(resolution, text),
    topics: topics.length === 0 ? NONE : Math.min(MOST, clarity),
    outcome: resolution * 0.8,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([field]) => metrics[field as keyof MicroMetrics] !== null),
  );
}
