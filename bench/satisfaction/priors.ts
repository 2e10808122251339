import { FACT_NAMES, FACT_RATINGS } from '../../apps/scoring/src/domain/local/facts.js';
import { DAY_FEATURES } from '../../apps/scoring/src/domain/local/day-features.js';
import { ENDING_FEATURES, TURN_FEATURES } from '../../apps/scoring/src/domain/local/turn-features.js';

export interface Beliefs {
  prior: Float64Array;
  sign: Int8Array;
}

/**
 * What a mark says before any data, in rating points. The corpora are of polite people who book tables: they hold
 * next to no anger, chasing or threats to leave, and a weight that the data can not speak about stays where it is here.
 */
const SAYS: Readonly<Record<string, number>> = {
  thanks: 0.08,
  thanksMuch: 0.2,
  delight: 0.2,
  praise: 0.12,
  easy: 0.1,
  solved: 0.15,
  mockThanks: -0.4,
  anger: -0.2,
  unsolved: -0.15,
  helpAgain: -0.15,
  help: -0.03,
  waiting: -0.1,
  person: -0.08,
  escalation: -0.2,
  leaving: -0.25,
  confused: -0.08,
  regret: -0.1,
  again: -0.08,
  correction: -0.08,
  refuse: -0.08,
};

const signsOf = (prior: Float64Array): Int8Array => Int8Array.from(prior, Math.sign);

export function turnBeliefs(): Beliefs {
  const prior = Float64Array.from([...TURN_FEATURES, ...ENDING_FEATURES], (name) =>
    name.startsWith('says.') ? (SAYS[name.slice('says.'.length)] ?? 0) : 0,
  );
  return { prior, sign: signsOf(prior) };
}

export function dayBeliefs(): Beliefs {
  const rating = new Map(FACT_NAMES.map((name, i) => [name, FACT_RATINGS[i] ?? 0]));
  const prior = Float64Array.from(DAY_FEATURES, (name) => rating.get(name) ?? 0);
  return { prior, sign: signsOf(prior) };
}
