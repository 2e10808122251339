import { dayFeatures } from '../../apps/scoring/src/domain/local/day-features.js';
import { factsOf } from '../../apps/scoring/src/domain/local/facts.js';
import type { Forest } from '../../apps/scoring/src/domain/local/trees.js';
import { mean } from './dialogues.js';
import { binFeatures } from './learn/bins.js';
import { fitForest } from './learn/boost.js';
import { fitRidge, type Linear } from './learn/ridge.js';
import { dayBeliefs } from './priors.js';
import type { Sample } from './samples.js';
import type { TrainingSet } from './training-set.js';

export interface DayParts {
  linear: Linear;
  forest: Forest;
}

export const DAY_SETTINGS = {
  ridge: { spreadPenalty: 150, plainPenalty: 3 },
  forest: {
    trees: 150,
    depth: 2,
    rate: 0.05,
    features: 0.2,
    rows: 0.6,
    leafWeight: 15,
    penalty: 10,
  },
  /** The mean of a dialogue's turns is rated by the same people and less noisy than their verdict: it counts too. */
  turnShare: 0.5,
};

/** Features of a whole dialogue, given a score for each of its turns. */
export function dayRow({ reading, turns }: Sample, scores: ArrayLike<number>): Float64Array {
  const byLine = new Float64Array(reading.lines.length);
  turns.forEach(({ row }, i) => {
    byLine[row] = scores[i] ?? 0;
  });
  return dayFeatures(reading, factsOf(reading), byLine);
}

export function fitDay(set: TrainingSet, rowOf: ReadonlyMap<Sample, Float64Array>, seed: number): DayParts {
  const turnMean = (sample: Sample): number => mean(sample.turns.map((turn) => turn.rating));
  const rows = set.flatMap(({ samples, weight }) => {
    const verdict = (sample: Sample): number => sample.overall + DAY_SETTINGS.turnShare * turnMean(sample);
    const middle = mean(samples.map(verdict));
    return samples.map((sample) => ({
      row: rowOf.get(sample) ?? new Float64Array(),
      weight,
      target: verdict(sample) - middle,
    }));
  });
  const features = rows.map(({ row }) => row);
  const targets = Float64Array.from(rows, ({ target }) => target);
  const weights = Float64Array.from(rows, ({ weight }) => weight);
  const beliefs = dayBeliefs();
  const linear = fitRidge({ features, targets, weights }, { ...DAY_SETTINGS.ridge, ...beliefs });
  const forest = fitForest(binFeatures(features), targets, weights, {
    ...DAY_SETTINGS.forest,
    seed,
    sign: beliefs.sign,
  });
  return { linear, forest };
}
