/** Rows of a dense matrix with a target and a weight each. */
export interface Rows {
  features: readonly Float64Array[];
  targets: Float64Array;
  weights: Float64Array;
}

export interface RidgeOptions {
  /** Penalty per feature in units of its spread: how many rows it counts for. */
  spreadPenalty: number;
  /** Penalty on the plain weight: holds rare marks near their prior. */
  plainPenalty: number;
  /** What a weight is where the data says nothing; 0 unless given. */
  prior: Float64Array;
  /** 1: the weight may not be negative, -1: not positive, 0: free. */
  sign: Int8Array;
}

export interface Linear {
  weights: Float64Array;
  bias: number;
}

export function predict({ weights, bias }: Linear, row: Float64Array): number {
  let sum = bias;
  for (let j = 0; j < weights.length; j++) sum += (weights[j] ?? 0) * (row[j] ?? 0);
  return sum;
}

interface Normal {
  gram: Float64Array;
  target: Float64Array;
  means: Float64Array;
  meanTarget: number;
  total: number;
}

/** Weighted least squares towards a prior, with signs, by coordinate descent on the normal equations. */
export function fitRidge(rows: Rows, options: RidgeOptions): Linear {
  const { gram, target, means, meanTarget, total } = normalEquations(rows);
  const d = means.length;
  const weights = Float64Array.from(options.prior);
  const penalty = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const spread = (gram[j * d + j] ?? 0) / total;
    penalty[j] = options.spreadPenalty * spread + options.plainPenalty;
  }
  // residual = X'(y - Xw), kept up to date as single weights move
  const residual = Float64Array.from(target);
  for (let j = 0; j < d; j++) shift(residual, gram, d, j, -(weights[j] ?? 0));
  for (let sweep = 0; sweep < 400; sweep++) {
    let moved = 0;
    for (let j = 0; j < d; j++) {
      const old = weights[j] ?? 0;
      const curvature = (gram[j * d + j] ?? 0) + (penalty[j] ?? 0);
      if (curvature <= 1e-9) continue;
      const pull = (residual[j] ?? 0) - (penalty[j] ?? 0) * (old - (options.prior[j] ?? 0));
      const next = signed(old + pull / curvature, options.sign[j] ?? 0);
      if (next === old) continue;
      weights[j] = next;
      shift(residual, gram, d, j, old - next);
      moved = Math.max(moved, (next - old) ** 2 * curvature);
    }
    if (moved < 1e-7) break;
  }
  let bias = meanTarget;
  for (let j = 0; j < d; j++) bias -= (weights[j] ?? 0) * (means[j] ?? 0);
  return { weights, bias };
}

const signed = (value: number, sign: number): number =>
  sign > 0 ? Math.max(0, value) : sign < 0 ? Math.min(0, value) : value;

function shift(residual: Float64Array, gram: Float64Array, d: number, j: number, by: number): void {
  if (by === 0) return;
  const row = j * d;
  for (let k = 0; k < d; k++) residual[k] = (residual[k] ?? 0) + by * (gram[row + k] ?? 0);
}

function normalEquations({ features, targets, weights }: Rows): Normal {
  const d = features[0]?.length ?? 0;
  const means = new Float64Array(d);
  let total = 0;
  let meanTarget = 0;
  features.forEach((row, i) => {
    const weight = weights[i] ?? 0;
    total += weight;
    meanTarget += weight * (targets[i] ?? 0);
    for (let j = 0; j < d; j++) means[j] = (means[j] ?? 0) + weight * (row[j] ?? 0);
  });
  for (let j = 0; j < d; j++) means[j] = (means[j] ?? 0) / total;
  meanTarget /= total;
  const gram = new Float64Array(d * d);
  const target = new Float64Array(d);
  features.forEach((row, i) => {
    addRow(gram, target, row, weights[i] ?? 0, targets[i] ?? 0);
  });
  for (let j = 0; j < d; j++) {
    target[j] = (target[j] ?? 0) - total * (means[j] ?? 0) * meanTarget;
    for (let k = 0; k <= j; k++) {
      const centred = (gram[j * d + k] ?? 0) - total * (means[j] ?? 0) * (means[k] ?? 0);
      gram[j * d + k] = centred;
      gram[k * d + j] = centred;
    }
  }
  return { gram, target, means, meanTarget, total };
}

/** Most marks are 0: only the others are multiplied. */
function addRow(
  gram: Float64Array,
  target: Float64Array,
  row: Float64Array,
  weight: number,
  y: number,
): void {
  const d = row.length;
  const used: number[] = [];
  for (let j = 0; j < d; j++) if (row[j] !== 0) used.push(j);
  for (const j of used) {
    const value = weight * (row[j] ?? 0);
    target[j] = (target[j] ?? 0) + value * y;
    for (const k of used) {
      if (k > j) break;
      gram[j * d + k] = (gram[j * d + k] ?? 0) + value * (row[k] ?? 0);
    }
  }
}
