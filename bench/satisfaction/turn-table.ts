import type { Sparse } from '../../apps/scoring/src/domain/local/ngrams.js';
import { mean } from './dialogues.js';
import type { TrainingSet } from './training-set.js';

export interface TurnTable {
  features: Float64Array[];
  grams: Sparse[];
  /** Mean rating above or below its source's mean. */
  targets: Float64Array;
  weights: Float64Array;
  /** Which dialogue each turn is of. */
  dialogue: Int32Array;
}

export function turnTable(set: TrainingSet): TurnTable {
  const rows = set.flatMap(({ samples, weight }) => {
    const middle = mean(samples.flatMap((sample) => sample.turns.map((turn) => turn.rating)));
    return samples.flatMap((sample) =>
      sample.turns.map((turn) => ({
        turn,
        sample,
        weight,
        target: turn.rating - middle,
      })),
    );
  });
  const numbers = new Map(set.flatMap(({ samples }) => samples).map((sample, i) => [sample, i]));
  return {
    features: rows.map(({ turn }) => turn.features),
    grams: rows.map(({ turn }) => turn.grams),
    targets: Float64Array.from(rows, ({ target }) => target),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    dialogue: Int32Array.from(rows, ({ sample }) => numbers.get(sample) ?? 0),
  };
}

/** Turns for which a dialogue's own mood counts as known: fewer, and it is believed less. */
const MOOD_TURNS = 4;

/**
 * How kindly a dialogue's raters rate shifts all of its turns and can not be read from the text. Taken off, what is
 * left says more about the turns.
 */
export function withoutMood(table: TurnTable, predicted: (features: Float64Array) => number): Float64Array {
  const dialogues = 1 + table.dialogue.reduce((most, d) => Math.max(most, d), -1);
  const mood = new Float64Array(dialogues);
  const turns = new Float64Array(dialogues);
  table.dialogue.forEach((d, i) => {
    mood[d] = (mood[d] ?? 0) + (table.targets[i] ?? 0) - predicted(table.features[i] ?? new Float64Array());
    turns[d] = (turns[d] ?? 0) + 1;
  });
  return table.targets.map((target, i) => {
    const d = table.dialogue[i] ?? 0;
    return target - (mood[d] ?? 0) / ((turns[d] ?? 0) + MOOD_TURNS);
  });
}
