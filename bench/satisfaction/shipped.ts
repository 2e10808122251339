import { readFileSync } from 'node:fs';
import { MODEL } from '../../apps/scoring/src/domain/local/shipped-model.js';
import type { Corpus } from './corpora.js';
import { predictionsOf, type Predictions } from './predictions.js';
import { fingerprint } from './trained-on.js';

interface TrainedOn {
  files: { name: string; dialogues: string[] }[];
}

const trainedOn = JSON.parse(
  readFileSync(new URL('./trained-on.json', import.meta.url), 'utf8'),
) as TrainedOn;

export const shippedPredictions = ({ samples }: Corpus): Predictions => predictionsOf(MODEL, samples);

/** How many of these dialogues the shipped model has seen in training. */
export function seenInTraining({ dialogues }: Corpus): number {
  const seen = new Set(trainedOn.files.flatMap((file) => file.dialogues));
  return dialogues.filter((dialogue) => seen.has(fingerprint(dialogue))).length;
}
