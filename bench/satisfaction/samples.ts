import { walkTurns } from '../../apps/scoring/src/domain/local/course.js';
import {
  ENDING_FEATURES,
  endingFeatures,
  TURN_FEATURES,
} from '../../apps/scoring/src/domain/local/turn-features.js';
import { eachGram, type Sparse } from '../../apps/scoring/src/domain/local/ngrams.js';
import { readLine } from '../../apps/scoring/src/domain/local/line.js';
import { readDay, type DayReading } from '../../apps/scoring/src/domain/local/read-day.js';
import { mean, transcriptOf, type Dialogue } from './dialogues.js';

export interface TurnSample {
  /** Place of the row in its dialogue. */
  row: number;
  /** Those of the turn, then those of its place from the end. */
  features: Float64Array;
  grams: Sparse;
  /** Mean of the raters. */
  rating: number;
}

/** A dialogue read once, by the scorer's own code; every fit and every evaluation works on these. */
export interface Sample {
  dialogue: Dialogue;
  reading: DayReading;
  turns: readonly TurnSample[];
  /** Mean of the raters for the whole. */
  overall: number;
}

export function readSample(dialogue: Dialogue): Sample {
  const transcript = transcriptOf(dialogue);
  const reading = readDay(transcript.messages.map(readLine), transcript);
  const turns: TurnSample[] = [];
  walkTurns(reading, ({ index, features, own, agent, remaining }) => {
    const all = new Float64Array(TURN_FEATURES.length + ENDING_FEATURES.length);
    all.set(features);
    endingFeatures(remaining, all, TURN_FEATURES.length);
    turns.push({
      row: index,
      features: all,
      grams: gramsOf(own, agent),
      rating: mean(dialogue.rows[index]?.ratings ?? []),
    });
  });
  return { dialogue, reading, turns, overall: mean(dialogue.overall) };
}

/** The same n-grams and the same norm as the scorer's, one entry per bucket. */
export function gramsOf(own: Int32Array, agent: Int32Array | null): Sparse {
  const byBucket = new Map<number, number>();
  let squares = 0;
  eachGram(own, agent, (bucket, value) => {
    byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + value);
    squares += value * value;
  });
  const norm = squares === 0 ? 1 : Math.pow(squares, 0.25);
  return {
    ids: Int32Array.from(byBucket.keys()),
    values: Float64Array.from(byBucket.values(), (value) => value / norm),
  };
}
