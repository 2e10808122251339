/** Figures of agreement, over arrays of equal length. */

const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
};

/** NaN where one of the two is constant: there is nothing to correlate. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const meanA = sum(a) / a.length;
  const meanB = sum(b) / b.length;
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] ?? 0) - meanA;
    const y = (b[i] ?? 0) - meanB;
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return both / Math.sqrt(squaresA * squaresB);
}

/** Ranks from 1; ties share their average, or all get the lowest with `lowest`. */
export function ranks(values: ArrayLike<number>, ties: 'average' | 'lowest' = 'average'): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i);
  order.sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    const rank = ties === 'average' ? (from + to + 1) / 2 : from + 1;
    for (let k = from; k < to; k++) result[order[k] ?? 0] = rank;
    from = to;
  }
  return result;
}

export const spearman = (a: ArrayLike<number>, b: ArrayLike<number>): number => pearson(ranks(a), ranks(b));

/** The paper's "rho": 1 - 6 sum d^2 / (n^3 - n) on minimum ranks, without correction for ties. */
export function paperRho(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  const a = ranks(predicted, 'lowest');
  const b = ranks(actual, 'lowest');
  const n = a.length;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return 1 - (6 * squares) / (n ** 3 - n);
}

export function meanAbsoluteError(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < predicted.length; i++) total += Math.abs((predicted[i] ?? 0) - (actual[i] ?? 0));
  return total / predicted.length;
}

/** Area under the curve of "is positive" ranked by score; ties count one half. */
export function auc(scores: ArrayLike<number>, positive: readonly boolean[]): number {
  const rank = ranks(scores);
  const positives = positive.filter(Boolean).length;
  let rankSum = 0;
  positive.forEach((is, i) => {
    if (is) rankSum += rank[i] ?? 0;
  });
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (positive.length - positives));
}

const CLASSES = [1, 2, 3, 4, 5] as const;

/** Mean of the five recalls; a class that never occurs counts as recall 0. */
export function averageRecall(predicted: readonly number[], actual: readonly number[]): number {
  const recalls = CLASSES.map((rating) => {
    const count = actual.filter((value) => value === rating).length;
    const hits = actual.filter((value, i) => value === rating && predicted[i] === rating).length;
    return hits / Math.max(count, 1);
  });
  return sum(recalls) / CLASSES.length;
}

/** Cohen's kappa, unweighted. */
export function kappa(predicted: readonly number[], actual: readonly number[]): number {
  const n = actual.length;
  const agreed = actual.filter((value, i) => predicted[i] === value).length / n;
  const chance = CLASSES.reduce((total, rating) => {
    const said = predicted.filter((value) => value === rating).length / n;
    return total + said * (actual.filter((value) => value === rating).length / n);
  }, 0);
  return chance === 1 ? 0 : (agreed - chance) / (1 - chance);
}

export interface Dissatisfied {
  /** F1 as the paper computes it, which is too low whenever precision and recall add up to less than one. */
  paper: number;
  f1: number;
}

/** F1 of ratings of 2 and lower. */
export function dissatisfiedF1(predicted: readonly number[], actual: readonly number[]): Dissatisfied {
  const hits = actual.filter((value, i) => value <= 2 && (predicted[i] ?? 0) <= 2).length;
  const precision = hits / Math.max(predicted.filter((value) => value <= 2).length, 1);
  const recall = hits / Math.max(actual.filter((value) => value <= 2).length, 1);
  const both = precision + recall;
  return {
    paper: (2 * precision * recall) / Math.max(both, 1),
    f1: both === 0 ? 0 : (2 * precision * recall) / both,
  };
}
