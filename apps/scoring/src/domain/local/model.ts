import { eachGram } from './ngrams.js';
import type { CompiledForest, Forest } from './trees.js';
import { compileForest, sumOfTrees } from './trees.js';

/** A weight per feature plus small trees; the sum of both is points above or below neutral. */
export interface Additive {
  weights: readonly number[];
  bias: number;
  trees: Forest | null;
}

/** What training writes and the scorer reads: weights only, no text. */
export interface ModelFile {
  /** Rating that a customer message and a day have on average. */
  turnNeutral: number;
  dayNeutral: number;
  utterance: Additive;
  turn: Additive;
  /** Of a message's place from the end. */
  ending: Additive;
  /** Share of linear weights, n-grams and trees in the turn's score. */
  blend: { linear: number; grams: number; trees: number };
  /** Hashed n-grams, in `gramUnit`. */
  grams: readonly number[];
  gramUnit: number;
  day: Additive;
  dayBlend: { linear: number; trees: number };
}

interface CompiledAdditive {
  weights: Float64Array;
  bias: number;
  trees: CompiledForest | null;
}

export interface Model {
  file: ModelFile;
  utterance: CompiledAdditive;
  turn: CompiledAdditive;
  ending: CompiledAdditive;
  grams: Float64Array;
  day: CompiledAdditive;
}

const compileAdditive = ({ weights, bias, trees }: Additive): CompiledAdditive => ({
  weights: Float64Array.from(weights),
  bias,
  trees: trees === null ? null : compileForest(trees),
});

export const compileModel = (file: ModelFile): Model => ({
  file,
  utterance: compileAdditive(file.utterance),
  turn: compileAdditive(file.turn),
  ending: compileAdditive(file.ending),
  grams: Float64Array.from(file.grams, (weight) => weight * file.gramUnit),
  day: compileAdditive(file.day),
});

export function linear(
  { weights, bias }: { weights: Float64Array; bias: number },
  features: Float64Array,
): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (features[i] ?? 0);
  return sum;
}

const treesOf = ({ trees }: CompiledAdditive, features: Float64Array): number =>
  trees === null ? 0 : sumOfTrees(trees, features);

/** Longer messages have more n-grams; the square root of their length keeps them comparable. */
export function gramScore(weights: Float64Array, own: Int32Array, agent: Int32Array | null): number {
  let sum = 0;
  let squares = 0;
  eachGram(own, agent, (bucket, value) => {
    sum += (weights[bucket] ?? 0) * value;
    squares += value * value;
  });
  return squares === 0 ? 0 : sum / Math.pow(squares, 0.25);
}

/** Points above or below neutral of a customer message in its context, wherever it stands from the end. */
export function turnScore(
  model: Model,
  features: Float64Array,
  own: Int32Array,
  agent: Int32Array | null,
): number {
  const { blend } = model.file;
  return (
    blend.linear * linear(model.turn, features) +
    blend.grams * gramScore(model.grams, own, agent) +
    blend.trees * treesOf(model.turn, features)
  );
}

/** Points above or below neutral of a whole day. */
export const dayScore = (model: Model, features: Float64Array): number =>
  model.file.dayBlend.linear * linear(model.day, features) +
  model.file.dayBlend.trees * treesOf(model.day, features);
