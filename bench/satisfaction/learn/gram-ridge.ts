import type { Sparse } from '../../../apps/scoring/src/domain/local/ngrams.js';

/** Ridge regression on sparse rows by conjugate gradients; targets are taken as centred. */
export function fitSparseRidge(
  rows: readonly Sparse[],
  targets: Float64Array,
  rowWeights: Float64Array,
  options: { size: number; penalty: number; rounds: number },
): Float64Array {
  const { size, penalty, rounds } = options;
  const solution = new Float64Array(size);
  const weighted = targets.map((target, i) => target * (rowWeights[i] ?? 0));
  const residual = transposed(rows, weighted, size);
  const direction = Float64Array.from(residual);
  let squares = dot(residual, residual);
  const enough = squares * 1e-8;
  for (let round = 0; round < rounds && squares > enough; round++) {
    const along = times(rows, direction).map((value, i) => value * (rowWeights[i] ?? 0));
    const curved = transposed(rows, along, size);
    for (let j = 0; j < size; j++) curved[j] = (curved[j] ?? 0) + penalty * (direction[j] ?? 0);
    const step = squares / dot(direction, curved);
    for (let j = 0; j < size; j++) {
      solution[j] = (solution[j] ?? 0) + step * (direction[j] ?? 0);
      residual[j] = (residual[j] ?? 0) - step * (curved[j] ?? 0);
    }
    const next = dot(residual, residual);
    for (let j = 0; j < size; j++) direction[j] = (residual[j] ?? 0) + (next / squares) * (direction[j] ?? 0);
    squares = next;
  }
  return solution;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

export function times(rows: readonly Sparse[], vector: Float64Array): Float64Array {
  const result = new Float64Array(rows.length);
  rows.forEach(({ ids, values }, i) => {
    let sum = 0;
    for (let k = 0; k < ids.length; k++) sum += (values[k] ?? 0) * (vector[ids[k] ?? 0] ?? 0);
    result[i] = sum;
  });
  return result;
}

function transposed(rows: readonly Sparse[], vector: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size);
  rows.forEach(({ ids, values }, i) => {
    const factor = vector[i] ?? 0;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k] ?? 0;
      result[id] = (result[id] ?? 0) + factor * (values[k] ?? 0);
    }
  });
  return result;
}
