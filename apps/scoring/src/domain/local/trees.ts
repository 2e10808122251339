/**
 * Small regression trees, flat: node i asks whether feature[i] is above threshold[i] and goes on to next[i] (no) or
 * next[i] + 1 (yes). A leaf has feature -1 and its value where the threshold would be.
 */
export interface Forest {
  /** Where each tree begins. */
  roots: readonly number[];
  feature: readonly number[];
  threshold: readonly number[];
  next: readonly number[];
}

export interface CompiledForest {
  roots: Int32Array;
  feature: Int16Array;
  threshold: Float64Array;
  next: Int32Array;
}

export const compileForest = (forest: Forest): CompiledForest => ({
  roots: Int32Array.from(forest.roots),
  feature: Int16Array.from(forest.feature),
  threshold: Float64Array.from(forest.threshold),
  next: Int32Array.from(forest.next),
});

export function sumOfTrees(
  { roots, feature, threshold, next }: CompiledForest,
  features: Float64Array,
): number {
  let sum = 0;
  for (const root of roots) {
    let node = root;
    let asked = feature[node] ?? -1;
    while (asked >= 0) {
      node = (next[node] ?? 0) + ((features[asked] ?? 0) > (threshold[node] ?? 0) ? 1 : 0);
      asked = feature[node] ?? -1;
    }
    sum += threshold[node] ?? 0;
  }
  return sum;
}
