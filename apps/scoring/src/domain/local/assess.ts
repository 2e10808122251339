import type { DayTranscript } from '../scorer.js';
import { finalScores, scoreTurns, type Known } from './course.js';
import { dayFeatures } from './day-features.js';
import { calm, withoutAnswer, withoutLastWords } from './endings.js';
import { factsOf, type Fact } from './facts.js';
import { dayScore, linear, type Model } from './model.js';
import { type Line } from './line.js';
import { readDay, type DayReading } from './read-day.js';
import type { Reading } from './read-message.js';
import { UTTERANCE_FEATURES, utteranceFeatures } from './turn-features.js';
import { bounded, weigh, type Scores } from './weigh.js';

export interface Assessment {
  reading: DayReading;
  facts: readonly Fact[];
  scores: Scores;
}

const features = new Float64Array(UTTERANCE_FEATURES.length);

/** -1..1: tone of a message read without its neighbours; null where it has no words in a known language. */
export function toneOf(model: Model, reading: Reading): number | null {
  if (!reading.legible) return null;
  utteranceFeatures(reading.signals, features);
  return Math.min(1, Math.max(-1, linear(model.utterance, features)));
}

interface Task {
  model: Model;
  day: DayTranscript;
  known: Known | null;
}

/** How many last sentences are taken off to compare: more say nothing new. */
const LOOK_BACK = 8;

/**
 * The day as model and facts see it, held to plain sense: an answer is never worse than none, thanks never hurt, anger
 * and calls for help never improve a day. For that it is compared with itself before those words. Null where no
 * customer message has words in a known language.
 */
export function assess(model: Model, day: DayTranscript, written: readonly Line[]): Assessment | null {
  const lines = written.map((line) => {
    const reading = line.customer ? calm(line.reading) : line.reading;
    return reading === line.reading ? line : { ...line, reading };
  });
  const seen = see({ model, day, known: null }, lines);
  if (seen === null) return null;
  const task = { model, day, known: seen.known };
  return {
    reading: seen.reading,
    facts: seen.facts,
    scores: heldToAnswer(task, lines, LOOK_BACK, seen.scores),
  };
}

type Seen = Assessment & { known: Known };

function see({ model, day, known }: Task, lines: readonly Line[]): Seen | null {
  const reading = readDay(lines, day);
  const tones = reading.customer.flatMap((line) => toneOf(model, line.reading) ?? []);
  if (tones.length === 0) return null;
  const facts = factsOf(reading);
  const turns = scoreTurns(model, reading, known);
  const score = dayScore(model, dayFeatures(reading, facts, finalScores(model, turns)));
  return {
    reading,
    facts,
    scores: weigh(tones, facts, model.file.dayNeutral, score),
    known: turns,
  };
}

function heldToAnswer(task: Task, lines: readonly Line[], left: number, seen: Scores): Scores {
  const scores = heldToWords(task, lines, left, seen);
  const unanswered = withoutAnswer(lines);
  const before = unanswered === null ? null : see(task, unanswered);
  if (unanswered === null || before === null) return scores;
  return bounded(scores, heldToWords(task, unanswered, left, before.scores), 'better');
}

function heldToWords(task: Task, lines: readonly Line[], left: number, seen: Scores): Scores {
  const shorter = left === 0 ? null : withoutLastWords(lines);
  const before = shorter === null ? null : see(task, shorter.lines);
  if (shorter === null || before === null) return seen;
  const hold = shorter.dropped ? heldToAnswer : heldToWords;
  return bounded(seen, hold(task, shorter.lines, left - 1, before.scores), shorter.ending);
}
