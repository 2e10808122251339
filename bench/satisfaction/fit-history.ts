import { BUCKETS } from '../../apps/scoring/src/domain/local/ngrams.js';
import { TURN_FEATURES } from '../../apps/scoring/src/domain/local/turn-features.js';
import { compileForest, sumOfTrees } from '../../apps/scoring/src/domain/local/trees.js';
import { mean } from './dialogues.js';
import { historyRow, type HistorySample } from './history-samples.js';
import { binFeatures } from './learn/bins.js';
import { fitForest } from './learn/boost.js';
import { fitSparseRidge, times } from './learn/gram-ridge.js';
import { fitRidge, predict, type Linear } from './learn/ridge.js';

/** How likely raters are to give a 2 or less, a 4 or more, a 5: above or below how often they do. */
export interface Leanings {
  low: Float64Array;
  high: Float64Array;
  top: Float64Array;
}

type Kind = (rating: number) => boolean;
const LOW: Kind = (rating) => rating <= 2;
const HIGH: Kind = (rating) => rating >= 4;
const TOP: Kind = (rating) => rating === 5;

const FOREST = {
  trees: 250,
  depth: 4,
  rate: 0.03,
  features: 0.15,
  rows: 0.6,
  leafWeight: 25,
  penalty: 10,
  seed: 7,
};
const RIDGE = { spreadPenalty: 400, plainPenalty: 0 };
const GRAMS = { size: BUCKETS, penalty: 15, rounds: 20 };
const BLEND = { linear: 0.5, grams: 0.4, trees: 0.8 };

const free = (d: number): { prior: Float64Array; sign: Int8Array } => ({
  prior: new Float64Array(d),
  sign: new Int8Array(d),
});

/** Scores of earlier turns come from a small model of turns, learnt from the same training rows. */
function fitTurnScore(training: readonly HistorySample[]): Linear {
  const rows = training.flatMap(({ own, ratings }) => (own === null ? [] : [{ own, rating: mean(ratings) }]));
  const middle = mean(rows.map(({ rating }) => rating));
  return fitRidge(
    {
      features: rows.map(({ own }) => own),
      targets: Float64Array.from(rows, ({ rating }) => rating - middle),
      weights: new Float64Array(rows.length).fill(1),
    },
    { ...RIDGE, ...free(TURN_FEATURES.length) },
  );
}

export function fitLeanings(
  training: readonly HistorySample[],
): (samples: readonly HistorySample[]) => Leanings {
  const turn = fitTurnScore(training);
  const rowOf = (sample: HistorySample): Float64Array =>
    historyRow(sample, (features) => predict(turn, features));
  const features = training.map(rowOf);
  const weights = new Float64Array(training.length).fill(1);
  const columns = binFeatures(features);
  const open = free(features[0]?.length ?? 0);
  const grams = training.map((sample) => sample.grams);
  const fit = (
    is: Kind,
  ): ((rows: readonly Float64Array[], samples: readonly HistorySample[]) => Float64Array) => {
    const shares = training.map(({ ratings }) => ratings.filter(is).length / ratings.length);
    const middle = mean(shares);
    const targets = Float64Array.from(shares, (share) => share - middle);
    const linear = fitRidge({ features, targets, weights }, { ...RIDGE, ...open });
    const byGrams = fitSparseRidge(grams, targets, weights, GRAMS);
    const left = targets.map(
      (target, i) => target - 0.5 * predict(linear, features[i] ?? new Float64Array()),
    );
    const forest = compileForest(fitForest(columns, left, weights, { ...FOREST, sign: open.sign }));
    return (rows, samples) => {
      const said = times(
        samples.map((sample) => sample.grams),
        byGrams,
      );
      return Float64Array.from(
        rows,
        (row, i) =>
          BLEND.linear * predict(linear, row) +
          BLEND.grams * (said[i] ?? 0) +
          BLEND.trees * sumOfTrees(forest, row),
      );
    };
  };
  const [low, high, top] = [fit(LOW), fit(HIGH), fit(TOP)];
  return (samples) => {
    const rows = samples.map(rowOf);
    return {
      low: low(rows, samples),
      high: high(rows, samples),
      top: top(rows, samples),
    };
  };
}
