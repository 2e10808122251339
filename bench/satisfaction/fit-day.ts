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

/** A thousand verdicts are few: many small steps, each on a tenth of the features, none on a handful of dialogues. */
const SETTINGS = {
  ridge: { spreadPenalty: 150, plainPenalty: 3 },
  forest: {
    trees: 200,
    depth: 2,
    rate: 0.025,
    features: 0.1,
    rows: 0.6,
    leafWeight: 25,
    penalty: 10,
  },
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
  const rows = set.flatMap(({ samples, weight }) => {
    const middle = mean(samples.map(({ overall }) => overall));
    return samples.map((sample) => ({
      row: rowOf.get(sample) ?? new Float64Array(),
      weight,
      target: sample.overall - middle,
    }));
  });
  const features = rows.map(({ row }) => row);
  const targets = Float64Array.from(rows, ({ target }) => target);
  const weights = Float64Array.from(rows, ({ weight }) => weight);
  const beliefs = dayBeliefs();
  const linear = fitRidge({ features, targets, weights }, { ...SETTINGS.ridge, ...beliefs });
  const forest = fitForest(binFeatures(features), targets, weights, {
    ...SETTINGS.forest,
    seed,
    sign: beliefs.sign,
  });
  return { linear, forest };
}
