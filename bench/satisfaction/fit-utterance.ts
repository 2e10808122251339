import { UTTERANCE_FEATURES } from '../../apps/scoring/src/domain/local/turn-features.js';
import { fitRidge, type Linear } from './learn/ridge.js';
import { turnBeliefs } from './priors.js';
import { turnTable, withoutMood } from './turn-table.js';
import type { TrainingSet } from './training-set.js';

/** Rating points of a turn that make up the whole way from a neutral to a very glad or very cross message. */
const FULL_TONE = 0.45;
/** No mark moves the tone by more than this: the rest is the lexicon's. */
const MOST = 0.35;
const SETTINGS = { spreadPenalty: 300, plainPenalty: 100 };

/**
 * Tone of a message read alone: the lexicon's tone, put right by how people rated turns with the same marks. Length,
 * figures and openings stay out of it: they say where a dialogue stands, not how someone feels.
 */
export function fitUtterance(set: TrainingSet): Linear {
  const table = turnTable(set);
  const d = UTTERANCE_FEATURES.length;
  const tone = UTTERANCE_FEATURES.indexOf('tone');
  const marks = UTTERANCE_FEATURES.map((name) => (isMark(name) ? 1 : 0));
  const features = table.features.map((row) => Float64Array.from(marks, (mark, j) => mark * (row[j] ?? 0)));
  const targets = withoutMood(table, () => 0);
  const left = targets.map((target, i) => target / FULL_TONE - (table.features[i]?.[tone] ?? 0));
  const { sign } = turnBeliefs();
  const { weights } = fitRidge(
    { features, targets: left, weights: table.weights },
    { ...SETTINGS, prior: new Float64Array(d), sign: sign.slice(0, d) },
  );
  const bounded = weights.map((weight) => Math.min(MOST, Math.max(-MOST, weight)));
  bounded[tone] = 1;
  return { weights: bounded, bias: 0 };
}

const isMark = (name: string): boolean =>
  name.startsWith('says.') || name === 'exclaims' || name === 'negations' || name === 'shouts';
