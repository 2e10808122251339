import { compileModel } from '../../apps/scoring/src/domain/local/model.js';
import type { Corpus } from './corpora.js';
import { fitModel } from './fit-model.js';
import { joined, predictionsOf, type Predictions } from './predictions.js';
import { foldOf } from './protocols.js';
import { BESIDE, type TrainingSet } from './training-set.js';

/** Each fold by a model that has seen the other folds and, at half weight, the corpora beside. */
export function crossValidated(
  { samples }: Corpus,
  beside: readonly Corpus[],
  folds: number,
  progress: (fold: number) => void,
): Predictions {
  const parts: Predictions[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const isTest = (place: number): boolean => foldOf(place, samples.length, folds) === fold;
    const set: TrainingSet = [
      { samples: samples.filter((_, i) => !isTest(i)), weight: 1 },
      ...beside.map((corpus) => ({ samples: corpus.samples, weight: BESIDE })),
    ];
    parts.push(
      predictionsOf(
        compileModel(fitModel(set)),
        samples.filter((_, i) => isTest(i)),
      ),
    );
    progress(fold + 1);
  }
  return joined(parts);
}

/** All of a corpus by a model that has seen only others. */
export function transferred({ samples }: Corpus, training: readonly Corpus[]): Predictions {
  const set = training.map((corpus) => ({
    samples: corpus.samples,
    weight: 1,
  }));
  return predictionsOf(compileModel(fitModel(set)), samples);
}
