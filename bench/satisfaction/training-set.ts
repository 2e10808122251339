import { mean } from './dialogues.js';
import type { Sample } from './samples.js';

/** Dialogues to learn from. Each source is centred on its own mean: corpora differ in how kindly they were rated. */
export interface Source {
  samples: readonly Sample[];
  /** Of each of its rows. */
  weight: number;
}

export type TrainingSet = readonly Source[];

/** What another corpus counts beside the one that is evaluated. */
export const BESIDE = 0.5;

/**
 * Corpora of the same kind differ by a tenth in their average rating: it is known no better. A finer step makes folds
 * differ by chance, and always against what they are tested on: who leaves low ratings out finds a higher average.
 */
const STEPS_PER_POINT = 10;

/** Average rating of the first source: the one that the model is for. */
export function neutralOf(set: TrainingSet, ratings: (sample: Sample) => readonly number[]): number {
  const [first] = set;
  if (first === undefined) throw new Error('there is nothing to train on');
  return Math.round(mean(first.samples.flatMap(ratings)) * STEPS_PER_POINT) / STEPS_PER_POINT;
}

/** Splits every source into parts by place: part k of every source is held out together. */
export const withoutPart = (set: TrainingSet, parts: number, part: number): TrainingSet =>
  set.map(({ samples, weight }) => ({
    weight,
    samples: samples.filter((_, i) => i % parts !== part),
  }));

export const onlyPart = (set: TrainingSet, parts: number, part: number): TrainingSet =>
  set.map(({ samples, weight }) => ({
    weight,
    samples: samples.filter((_, i) => i % parts === part),
  }));
