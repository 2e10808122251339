/** What a scorer says of days, and what people say of the same days. */
export interface Pairs {
  readonly scores: Float64Array;
  readonly ratings: Float64Array;
}

/** Null where it can not be told: one side says the same of every day. */
export interface Agreement {
  spearman: number | null;
  quadraticKappa: number | null;
  mae: number;
  /** Above 0: the scorer says more than people. */
  bias: number;
}

/** Sorted once, so that thousands of samples of the same days cost no sorting. */
export interface Sorted extends Pairs {
  readonly scoreOrder: Int32Array;
  readonly ratingOrder: Int32Array;
}

const orderOf = (values: Float64Array): Int32Array =>
  Int32Array.from(values.keys()).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));

export const sorted = ({ scores, ratings }: Pairs): Sorted => ({
  scores,
  ratings,
  scoreOrder: orderOf(scores),
  ratingOrder: orderOf(ratings),
});

/** `times`: how often each day is in the sample. */
export function agreementOf(days: Sorted, times: Float64Array): Agreement {
  const { scores, ratings } = days;
  const difference = momentsOf(scores, ratings, times);
  const rounded = momentsOf(scores.map(Math.round), ratings.map(Math.round), times);
  const ranked = momentsOf(
    ranks(scores, days.scoreOrder, times),
    ranks(ratings, days.ratingOrder, times),
    times,
  );
  return {
    spearman: ratio(ranked.covariance, Math.sqrt(ranked.varianceA * ranked.varianceB)),
    quadraticKappa: kappaOf(rounded),
    mae: difference.absolute,
    bias: difference.shift,
  };
}

const ratio = (a: number, b: number): number | null => (b > 0 ? a / b : null);

/**
 * 1 - observed / expected squared disagreement of whole points. What is expected of two who rate independently is the
 * sum of both variances and the squared distance of their means.
 */
function kappaOf({ squared, varianceA, varianceB, shift }: Moments): number | null {
  const share = ratio(squared, varianceA + varianceB + shift * shift);
  return share === null ? null : 1 - share;
}

interface Moments {
  varianceA: number;
  varianceB: number;
  covariance: number;
  /** Means of a - b, of its size and of its square. */
  shift: number;
  absolute: number;
  squared: number;
}

function momentsOf(a: Float64Array, b: Float64Array, times: Float64Array): Moments {
  let [n, sumA, sumB, absolute] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x = 0, y = 0, count = 0] = [a[i], b[i], times[i]];
    n += count;
    sumA += count * x;
    sumB += count * y;
    absolute += count * Math.abs(x - y);
  }
  const [meanA, meanB] = [sumA / n, sumB / n];
  let [squaresA, squaresB, products] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y, count = 0] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB, times[i]];
    squaresA += count * x * x;
    squaresB += count * y * y;
    products += count * x * y;
  }
  const shift = meanA - meanB;
  const [varianceA, varianceB, covariance] = [squaresA / n, squaresB / n, products / n];
  const squared = varianceA + varianceB - 2 * covariance + shift * shift;
  return { varianceA, varianceB, covariance, shift, absolute: absolute / n, squared };
}

/** Ranks of the days in the sample; equal values share their average rank. */
function ranks(values: Float64Array, order: Int32Array, times: Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  let before = 0;
  for (let from = 0; from < order.length;) {
    const value = values[order[from] ?? 0];
    let [to, count] = [from, 0];
    for (; to < order.length && values[order[to] ?? 0] === value; to++) count += times[order[to] ?? 0] ?? 0;
    for (let k = from; k < to; k++) result[order[k] ?? 0] = before + (count + 1) / 2;
    before += count;
    from = to;
  }
  return result;
}
