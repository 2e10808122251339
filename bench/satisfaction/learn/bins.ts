/** A feature cut into at most 32 steps. Most rows of most features stand on one and the same step. */
export interface Column {
  /** Step of each row. */
  steps: Uint8Array;
  /** Values between steps: row is above step s when its value is above edges[s]. */
  edges: Float64Array;
  /** The most frequent step, and the rows that stand elsewhere. */
  usual: number;
  unusual: Int32Array;
}

export const MOST_STEPS = 32;

export function binFeatures(features: readonly Float64Array[]): Column[] {
  const d = features[0]?.length ?? 0;
  return Array.from({ length: d }, (_, j) => binColumn(Float64Array.from(features, (row) => row[j] ?? 0)));
}

function binColumn(values: Float64Array): Column {
  const edges = edgesOf(values);
  const steps = Uint8Array.from(values, (value) => stepOf(value, edges));
  const counts = new Int32Array(edges.length + 1);
  for (const step of steps) counts[step] = (counts[step] ?? 0) + 1;
  const usual = counts.indexOf(Math.max(...counts));
  const unusual: number[] = [];
  steps.forEach((step, row) => {
    if (step !== usual) unusual.push(row);
  });
  return { steps, edges, usual, unusual: Int32Array.from(unusual) };
}

function edgesOf(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const distinct = Float64Array.from(new Set(sorted));
  const middle = (k: number): number => ((distinct[k - 1] ?? 0) + (distinct[k] ?? 0)) / 2;
  if (distinct.length <= MOST_STEPS)
    return Float64Array.from({ length: distinct.length - 1 }, (_, k) => middle(k + 1));
  const edges = new Set<number>();
  for (let k = 1; k < MOST_STEPS; k++) {
    const value = sorted[Math.floor((k * sorted.length) / MOST_STEPS)] ?? 0;
    const place = distinct.indexOf(value);
    if (place > 0) edges.add(middle(place));
  }
  return Float64Array.from(edges).sort();
}

function stepOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (edges[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
