import { mean } from './dialogues.js';
import { auc, meanAbsoluteError, pearson, spearman } from './figures.js';

/** Agreement of predictions with the raters' mean, over pooled items. */
export interface Agreement {
  n: number;
  dissatisfied: number;
  pearson: number;
  spearman: number;
  mae: number;
  auc: number;
}

/** One rated thing: a user turn or a whole dialogue. */
export interface Item {
  ratings: readonly number[];
  predicted: number;
}

/** Below this mean the raters were dissatisfied. */
const SATISFIED = 3;

export function agreementOf(items: readonly Item[]): Agreement {
  const predicted = items.map((item) => item.predicted);
  const actual = items.map((item) => mean(item.ratings));
  const satisfied = actual.map((rating) => rating >= SATISFIED);
  return {
    n: items.length,
    dissatisfied: satisfied.filter((is) => !is).length,
    pearson: pearson(predicted, actual),
    spearman: spearman(predicted, actual),
    mae: meanAbsoluteError(predicted, actual),
    auc: auc(predicted, satisfied),
  };
}

/** One rater against the mean of the others, every rater of every item in turn: what a person reaches. */
export function humanCeiling(items: readonly (readonly number[])[]): Omit<Agreement, 'mae' | 'dissatisfied'> {
  const pairs = items.flatMap((ratings) =>
    ratings.length < 2
      ? []
      : ratings.map((rating, i) => ({
          rating,
          others: mean(ratings.filter((_, j) => j !== i)),
        })),
  );
  const one = pairs.map(({ rating }) => rating);
  const others = pairs.map((pair) => pair.others);
  return {
    n: pairs.length,
    pearson: pearson(one, others),
    spearman: spearman(one, others),
    auc: auc(
      one,
      others.map((rating) => rating >= SATISFIED),
    ),
  };
}

/** Folds by dialogue, in file order. */
export const foldOf = (place: number, dialogues: number, folds: number): number =>
  Math.floor((folds * place) / dialogues);
