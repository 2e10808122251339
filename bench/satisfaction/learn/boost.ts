import type { Forest } from '../../../apps/scoring/src/domain/local/trees.js';
import type { Column } from './bins.js';
import { growTree, type Node } from './grow-tree.js';
import { seeded } from './random.js';

export interface BoostOptions {
  trees: number;
  depth: number;
  rate: number;
  /** Shares of features and of rows that each tree sees. */
  features: number;
  rows: number;
  /** Least weight of a leaf. */
  leafWeight: number;
  penalty: number;
  seed: number;
  /** A feature whose growth may only raise (1) or only lower (-1) the result. */
  sign: Int8Array;
}

interface Growing {
  roots: number[];
  feature: number[];
  threshold: number[];
  next: number[];
}

/** Gradient boosting of least squares; targets are taken as centred. */
export function fitForest(
  columns: readonly Column[],
  targets: Float64Array,
  weights: Float64Array,
  options: BoostOptions,
): Forest {
  const random = seeded(options.seed);
  const left = Float64Array.from(targets);
  const forest: Growing = { roots: [], feature: [], threshold: [], next: [] };
  const usable = columns.flatMap((column, j) => (column.edges.length > 0 ? [j] : []));
  for (let t = 0; t < options.trees; t++) {
    const chosen = usable.filter(() => random() < options.features);
    const seen = weights.map((weight) => (random() < options.rows ? weight : 0));
    const pulls = left.map((rest, row) => rest * (seen[row] ?? 0));
    const tree = growTree({ columns, pulls, weights: seen, chosen, options });
    for (let row = 0; row < left.length; row++) left[row] = (left[row] ?? 0) - valueOf(tree, columns, row);
    append(forest, tree, columns);
  }
  return forest;
}

function valueOf(tree: readonly Node[], columns: readonly Column[], row: number): number {
  let at = 0;
  for (;;) {
    const node = tree[at];
    if (node === undefined || node.column < 0) return node?.value ?? 0;
    at = node.next + ((columns[node.column]?.steps[row] ?? 0) > node.step ? 1 : 0);
  }
}

function append(forest: Growing, tree: readonly Node[], columns: readonly Column[]): void {
  const base = forest.feature.length;
  forest.roots.push(base);
  for (const { column, step, next, value } of tree) {
    forest.feature.push(column);
    forest.threshold.push(column < 0 ? value : (columns[column]?.edges[step] ?? 0));
    forest.next.push(column < 0 ? 0 : base + next);
  }
}
