import { MOST_STEPS, type Column } from './bins.js';
import type { BoostOptions } from './boost.js';

export interface Node {
  /** -1 in a leaf. */
  column: number;
  step: number;
  /** The node for "not above step"; the one after it is for "above". */
  next: number;
  value: number;
}

interface Task {
  columns: readonly Column[];
  /** Weight times what is left to explain, and weight, per row; both 0 for rows that this tree does not see. */
  pulls: Float64Array;
  weights: Float64Array;
  chosen: readonly number[];
  options: BoostOptions;
}

interface Open {
  node: number;
  pull: number;
  weight: number;
  /** Bounds that signs of splits above have set. */
  low: number;
  high: number;
  best: Split | null;
}

interface Split {
  gain: number;
  column: number;
  step: number;
  belowPull: number;
  belowWeight: number;
}

/** Grows level by level, so that a level costs one pass over each chosen feature's unusual rows. */
export function growTree(task: Task): Node[] {
  const tree: Node[] = [leaf(0)];
  const place = new Int16Array(task.weights.length);
  let open = [rootOf(task)];
  for (let depth = 0; depth <= task.options.depth && open.length > 0; depth++) {
    if (depth < task.options.depth) findSplits(task, open, place);
    const next: Open[] = [];
    for (const one of open) {
      if (one.best === null)
        tree[one.node] = leaf(valueOf(one.pull, one.weight, one, task) * task.options.rate);
      else next.push(...split(tree, one, one.best, task));
    }
    moveRows(task, tree, open, next, place);
    open = next;
  }
  return tree;
}

const leaf = (value: number): Node => ({ column: -1, step: 0, next: 0, value });

function rootOf({ pulls, weights }: Task): Open {
  let pull = 0;
  let weight = 0;
  for (let row = 0; row < weights.length; row++) {
    pull += pulls[row] ?? 0;
    weight += weights[row] ?? 0;
  }
  return { node: 0, pull, weight, low: -Infinity, high: Infinity, best: null };
}

const valueOf = (pull: number, weight: number, { low, high }: Open, { options }: Task): number =>
  Math.min(high, Math.max(low, pull / (weight + options.penalty)));

function findSplits(task: Task, open: readonly Open[], place: Int16Array): void {
  const { columns, pulls, weights } = task;
  const pullAt = new Float64Array(open.length * MOST_STEPS);
  const weightAt = new Float64Array(open.length * MOST_STEPS);
  for (const j of task.chosen) {
    const column = columns[j];
    if (column === undefined) continue;
    pullAt.fill(0);
    weightAt.fill(0);
    const { unusual, steps } = column;
    for (let k = 0; k < unusual.length; k++) {
      const row = unusual[k] ?? 0;
      const at = (place[row] ?? 0) * MOST_STEPS + (steps[row] ?? 0);
      if (at < 0) continue;
      pullAt[at] = (pullAt[at] ?? 0) + (pulls[row] ?? 0);
      weightAt[at] = (weightAt[at] ?? 0) + (weights[row] ?? 0);
    }
    open.forEach((one, i) => {
      const from = i * MOST_STEPS;
      const to = from + MOST_STEPS;
      tryColumn(task, one, j, column, pullAt.subarray(from, to), weightAt.subarray(from, to));
    });
  }
}

function tryColumn(
  task: Task,
  one: Open,
  j: number,
  column: Column,
  pullAt: Float64Array,
  weightAt: Float64Array,
): void {
  const { penalty, leafWeight, sign } = task.options;
  fillUsual(one, column.usual, pullAt, weightAt);
  const base = one.pull ** 2 / (one.weight + penalty);
  let pull = 0;
  let weight = 0;
  for (let step = 0; step < column.edges.length; step++) {
    pull += pullAt[step] ?? 0;
    weight += weightAt[step] ?? 0;
    if (weight < leafWeight) continue;
    const restPull = one.pull - pull;
    const restWeight = one.weight - weight;
    if (restWeight < leafWeight) break;
    const gain = pull ** 2 / (weight + penalty) + restPull ** 2 / (restWeight + penalty) - base;
    if (gain <= (one.best?.gain ?? 1e-9)) continue;
    const rise = restPull / (restWeight + penalty) - pull / (weight + penalty);
    if ((sign[j] ?? 0) * rise < 0) continue;
    one.best = { gain, column: j, step, belowPull: pull, belowWeight: weight };
  }
}

/** What does not stand elsewhere stands on the usual step. */
function fillUsual(one: Open, usual: number, pullAt: Float64Array, weightAt: Float64Array): void {
  let pull = one.pull;
  let weight = one.weight;
  for (let step = 0; step < pullAt.length; step++) {
    pull -= pullAt[step] ?? 0;
    weight -= weightAt[step] ?? 0;
  }
  pullAt[usual] = pull;
  weightAt[usual] = weight;
}

function split(tree: Node[], one: Open, best: Split, task: Task): Open[] {
  const next = tree.length;
  tree[one.node] = { column: best.column, step: best.step, next, value: 0 };
  tree.push(leaf(0), leaf(0));
  const abovePull = one.pull - best.belowPull;
  const aboveWeight = one.weight - best.belowWeight;
  const sign = task.options.sign[best.column] ?? 0;
  const middle =
    (valueOf(best.belowPull, best.belowWeight, one, task) + valueOf(abovePull, aboveWeight, one, task)) / 2;
  const { low, high } = one;
  return [
    {
      node: next,
      pull: best.belowPull,
      weight: best.belowWeight,
      low: sign < 0 ? middle : low,
      high: sign > 0 ? middle : high,
      best: null,
    },
    {
      node: next + 1,
      pull: abovePull,
      weight: aboveWeight,
      low: sign > 0 ? middle : low,
      high: sign < 0 ? middle : high,
      best: null,
    },
  ];
}

/** Rows of a closed leaf get a place below zero and are passed over from then on. */
function moveRows(
  task: Task,
  tree: readonly Node[],
  open: readonly Open[],
  next: readonly Open[],
  place: Int16Array,
): void {
  const placeOf = new Map(next.map((one, i) => [one.node, i]));
  const moves = open.map(({ node }) => {
    const { column, step, next: below } = tree[node] ?? leaf(0);
    return {
      steps: task.columns[column]?.steps ?? null,
      step,
      below: placeOf.get(below) ?? -1,
    };
  });
  for (let row = 0; row < place.length; row++) {
    const at = place[row] ?? -1;
    if (at < 0) continue;
    const { steps, step, below } = moves[at] ?? {
      steps: null,
      step: 0,
      below: -1,
    };
    place[row] = steps === null ? -1 : below + ((steps[row] ?? 0) > step ? 1 : 0);
  }
}
