import type { Outcome } from '@powerpulse/contracts';
import type { Fact } from './facts.js';
import type { DayReading } from './read-day.js';
import { has } from './read-message.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The numbers of a day that wording decides; null where there is nothing to decide by. */
export interface Scores {
  sentiment: number;
  shift: number | null;
  resolution: number;
  /** 1 effortless, 7 very hard. */
  effort: number;
  rating: number;
}

/** Tone of the customer's messages, 0..10; the end counts twice, as people remember it. */
const sentimentScore = (tones: readonly number[]): number => 5 + 5 * mean([...tones, tones.at(-1) ?? 0]);

/** Tone of the last third minus tone of the first third, in points of the sentiment score. */
function sentimentShift(tones: readonly number[]): number | null {
  if (tones.length < 2) return null;
  const part = Math.max(1, Math.floor(tones.length / 3));
  return clamp(5 * (mean(tones.slice(-part)) - mean(tones.slice(0, part))), -5, 5);
}

/** Log-odds per rating point that the model sees above or below neutral: half a point is a clear sign. */
const RESOLUTION_PER_POINT = 2;
const EFFORT_PER_POINT = -1;
/** Log-odds of a day on which nothing is known to have happened. */
const RESOLUTION_BASE = -0.2;
const EFFORT_BASE = -1.4;

export function weigh(
  tones: readonly number[],
  facts: readonly Fact[],
  neutral: number,
  score: number,
): Scores {
  const sum = (pick: (fact: Fact) => number): number =>
    facts.reduce((total, fact) => total + fact.times * pick(fact), 0);
  const resolution = RESOLUTION_BASE + RESOLUTION_PER_POINT * score + sum((fact) => fact.resolution);
  const effort = EFFORT_BASE + EFFORT_PER_POINT * score + sum((fact) => fact.effort);
  return {
    sentiment: sentimentScore(tones),
    shift: sentimentShift(tones),
    resolution: 10 * sigmoid(resolution),
    effort: 1 + 6 * sigmoid(effort),
    rating: clamp(neutral + score, 1, 5),
  };
}

/** A day and the same day before its last words: never better than that where they were bad, nor worse where good. */
export function bounded(day: Scores, before: Scores, ending: 'better' | 'worse'): Scores {
  const pick = ending === 'better' ? Math.max : Math.min;
  const pickEffort = ending === 'better' ? Math.min : Math.max;
  return {
    sentiment: pick(day.sentiment, before.sentiment),
    // without a course, the empathy pillar rests on the sentiment alone: that is what a new course is held against
    shift: day.shift === null ? null : clamp(pick(day.shift, before.shift ?? before.sentiment - 5), -5, 5),
    resolution: pick(day.resolution, before.resolution),
    effort: pickEffort(day.effort, before.effort),
    rating: pick(day.rating, before.rating),
  };
}

/** A return shows that the earlier contact did not solve it, whatever today's did. */
const RETURN_SHARE = 0.2;

/** Solved, and without an earlier contact on the same issue; null where it can not be told whether there was one. */
export function firstContactResolution({ cameBack }: DayReading, resolution: number): number | null {
  if (cameBack === null) return null;
  return cameBack ? resolution * RETURN_SHARE : resolution;
}

const SOLVED = 6.5;

export function outcomeOf(day: DayReading, resolution: number): Outcome {
  const last = day.lines.at(-1);
  const lastCustomer = day.customer.at(-1)?.reading;
  const saidSolved = has(lastCustomer, 'solved') && !has(lastCustomer, 'unsolved');
  if (day.unansweredTail.length === 0 && (saidSolved || resolution >= SOLVED)) return 'resolved';
  if (day.lines.some((line) => has(line.reading, 'escalation'))) return 'escalated';
  if (has(lastCustomer, 'leaving')) return 'abandoned';
  const askedInVain =
    last !== undefined &&
    !last.customer &&
    last.reading.signals.asks > 0 &&
    !has(last.reading, 'anythingElse');
  return askedInVain && day.customer.length > 0 ? 'abandoned' : 'pending';
}
