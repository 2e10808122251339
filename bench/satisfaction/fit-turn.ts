import { BUCKETS } from '../../apps/scoring/src/domain/local/ngrams.js';
import { TURN_FEATURES } from '../../apps/scoring/src/domain/local/turn-features.js';
import { compileForest, sumOfTrees, type Forest } from '../../apps/scoring/src/domain/local/trees.js';
import { binFeatures } from './learn/bins.js';
import { fitForest } from './learn/boost.js';
import { fitSparseRidge, times } from './learn/gram-ridge.js';
import { fitRidge, predict, type Linear } from './learn/ridge.js';
import { turnBeliefs } from './priors.js';
import type { TurnSample } from './samples.js';
import { turnTable, withoutMood } from './turn-table.js';
import type { TrainingSet } from './training-set.js';

/** Three views of a turn that are learnt apart and then blended. */
export interface TurnParts {
  linear: Linear;
  grams: Float64Array;
  forest: Forest;
}

export const TURN_SETTINGS = {
  ridge: { spreadPenalty: 300, plainPenalty: 10 },
  grams: { size: BUCKETS, penalty: 8, rounds: 25 },
  /** Trees see what is left when the linear view has explained this share of what it can. */
  explained: 0.5,
  forest: {
    trees: 250,
    depth: 4,
    rate: 0.05,
    features: 0.2,
    rows: 0.6,
    leafWeight: 25,
    penalty: 10,
  },
};

export function fitTurn(set: TrainingSet, seed: number): TurnParts {
  const table = turnTable(set);
  const { features, weights } = table;
  const ridge = { ...TURN_SETTINGS.ridge, ...turnBeliefs() };
  const first = fitRidge({ features, targets: table.targets, weights }, ridge);
  const targets = withoutMood(table, (row) => predict(first, row));
  const linear = fitRidge({ features, targets, weights }, ridge);
  const grams = fitSparseRidge(table.grams, targets, weights, TURN_SETTINGS.grams);
  const explained = Float64Array.from(features, (row) => TURN_SETTINGS.explained * predict(linear, row));
  const left = targets.map((target, i) => target - (explained[i] ?? 0));
  // the place from the end must not enter trees: it changes while a day goes on, and what it adds is kept apart
  const columns = binFeatures(features.map((row) => row.subarray(0, TURN_FEATURES.length)));
  const forest = fitForest(columns, left, weights, {
    ...TURN_SETTINGS.forest,
    seed,
    sign: turnBeliefs().sign,
  });
  return { linear, grams, forest };
}

/** Linear, n-grams, trees. */
export function viewsOf({ linear, grams, forest }: TurnParts, turns: readonly TurnSample[]): Float64Array[] {
  const compiled = compileForest(forest);
  const byGrams = times(
    turns.map((turn) => turn.grams),
    grams,
  );
  return turns.map(({ features }, i) =>
    Float64Array.of(predict(linear, features), byGrams[i] ?? 0, sumOfTrees(compiled, features)),
  );
}
