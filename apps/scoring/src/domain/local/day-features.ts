import { CUES, type Cue } from './cue-phrases.js';
import { FACT_NAMES, type Fact } from './facts.js';
import type { Line } from './line.js';
import type { DayReading } from './read-day.js';
import { ACTS, actAt, cueAt, type Act } from './signals.js';

const RATED_CUES: readonly Cue[] = [
  'thanks',
  'thanksMuch',
  'delight',
  'praise',
  'accept',
  'refuse',
  'correction',
  'again',
  'more',
  'insist',
  'regret',
  'alternative',
  'unsolved',
  'anger',
  'helpAgain',
  'apology',
  'affirm',
  'solved',
  'confused',
  'closing',
  'bye',
  'softNo',
];
const LAST_CUES: readonly Cue[] = [
  'thanks',
  'thanksMuch',
  'delight',
  'praise',
  'refuse',
  'softNo',
  'closing',
  'bye',
  'unsolved',
  'anger',
  'regret',
  'solved',
  'more',
];
const AGENT_ACTS: readonly Act[] = ['else', 'confirm', 'offer', 'ask', 'fail', 'success', 'thanks', 'denies'];

/** Names of what `dayFeatures` writes, in its order. Scores are the turn model's points above or below neutral. */
export const DAY_FEATURES: readonly string[] = [
  ...[
    'mean',
    'last',
    'lastTwo',
    'first',
    'lowest',
    'highest',
    'trend',
    'low',
    'high',
    'recent',
    'lastButOne',
    'spread',
  ].map((name) => `score.${name}`),
  ...['turns', 'words', 'wordsPerTurn', 'agentWords', 'repetition', 'endsWithCustomer'],
  ...['mean', 'last', 'lowest'].map((name) => `tone.${name}`),
  ...['negationRate', 'questionRate', 'exclaimRate'],
  ...RATED_CUES.map((cue) => `rate.${cue}`),
  ...LAST_CUES.map((cue) => `last.${cue}`),
  ...AGENT_ACTS.map((act) => `agent.rate.${act}`),
  ...AGENT_ACTS.map((act) => `agent.last.${act}`),
  ...['failedLast', 'successes', 'failures'],
  ...FACT_NAMES,
];

const RATED_AT = RATED_CUES.map(cueAt);
const LAST_AT = LAST_CUES.map(cueAt);
const COUNTED_AT = Int32Array.from(new Set([...RATED_AT, ...LAST_AT]));
const ACTS_AT = AGENT_ACTS.map(actAt);
const SUCCESS = actAt('success');
const FAIL = actAt('fail');
/** Points from which on a turn counts as a low or a high one. */
const CLEAR = 0.15;
/** How much a new turn counts in the running score. */
const NEW = 0.4;

/** `scores` per line; agents' are not read. */
export function dayFeatures(
  day: DayReading,
  facts: readonly Fact[],
  scores: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(DAY_FEATURES.length);
  const own: number[] = [];
  day.lines.forEach(({ customer }, i) => {
    if (customer) own.push(scores[i] ?? 0);
  });
  let at = scoreFeatures(own, out);
  at = sizeFeatures(day, out, at);
  at = toneFeatures(day.customer, out, at);
  at = cueFeatures(day.customer, out, at);
  at = agentFeatures(day.agent, out, at);
  for (const { rule, times } of facts) out[at + rule] = times;
  return out;
}

function scoreFeatures(scores: readonly number[], out: Float64Array): number {
  const n = Math.max(1, scores.length);
  const half = Math.floor(scores.length / 2);
  const first = scores[0] ?? 0;
  const last = scores.at(-1) ?? 0;
  const lastButOne = scores.at(-2) ?? last;
  let [sum, squares, early, low, high, recent] = [0, 0, 0, 0, 0, first];
  let [lowest, highest] = [first, first];
  scores.forEach((score, i) => {
    sum += score;
    squares += score * score;
    if (i < half) early += score;
    if (score < -CLEAR) low++;
    if (score > CLEAR) high++;
    lowest = Math.min(lowest, score);
    highest = Math.max(highest, score);
    recent += NEW * (score - recent);
  });
  const mean = sum / n;
  const trend = half === 0 ? 0 : (sum - early) / (scores.length - half) - early / half;
  const spread = Math.sqrt(Math.max(0, squares / n - mean * mean));
  out.set([
    mean,
    last,
    (last + lastButOne) / 2,
    first,
    lowest,
    highest,
    trend,
    low / n,
    high / n,
    recent,
    lastButOne,
    spread,
  ]);
  return 12;
}

function sizeFeatures(
  { lines, customer, agent, repetition }: DayReading,
  out: Float64Array,
  at: number,
): number {
  const wordsOf = (some: readonly Line[]): number =>
    some.reduce((sum, line) => sum + line.reading.signals.words, 0);
  const words = wordsOf(customer);
  const turns = Math.max(1, customer.length);
  const sizes = [
    Math.log1p(customer.length),
    Math.log1p(words),
    Math.log1p(words / turns),
    Math.log1p(wordsOf(agent) / Math.max(1, agent.length)),
    repetition.reduce((sum, share) => sum + share, 0) / turns,
    lines.at(-1)?.customer === true ? 1 : 0,
  ];
  out.set(sizes, at);
  return at + sizes.length;
}

function toneFeatures(customer: readonly Line[], out: Float64Array, at: number): number {
  const n = Math.max(1, customer.length);
  let [sum, lowest, last, negations, asks, exclaims] = [0, 0, 0, 0, 0, 0];
  customer.forEach(({ reading: { signals } }, i) => {
    sum += signals.tone;
    lowest = i === 0 ? signals.tone : Math.min(lowest, signals.tone);
    last = signals.tone;
    negations += Math.min(1, signals.negations);
    asks += signals.asks;
    exclaims += signals.exclamations;
  });
  out.set([sum / n, last, lowest, negations / n, asks / n, exclaims / n], at);
  return at + 6;
}

function cueFeatures(customer: readonly Line[], out: Float64Array, from: number): number {
  const n = Math.max(1, customer.length);
  const said = new Float64Array(CUES.length);
  const lately = new Float64Array(CUES.length);
  customer.forEach(({ reading: { signals } }, i) => {
    for (const cue of COUNTED_AT) {
      if ((signals.marks[cue] ?? 0) === 0) continue;
      said[cue] = (said[cue] ?? 0) + 1;
      if (i >= customer.length - 2) lately[cue] = 1;
    }
  });
  let at = from;
  for (const cue of RATED_AT) out[at++] = (said[cue] ?? 0) / n;
  for (const cue of LAST_AT) out[at++] = lately[cue] ?? 0;
  return at;
}

function agentFeatures(agent: readonly Line[], out: Float64Array, from: number): number {
  const n = Math.max(1, agent.length);
  const done = new Float64Array(ACTS.length);
  let [lastSuccess, lastFailure, successes, failures] = [-1, -1, 0, 0];
  agent.forEach(({ reading: { signals } }, i) => {
    ACTS_AT.forEach((act, k) => {
      done[k] = (done[k] ?? 0) + (signals.marks[act] ?? 0);
    });
    const failed = (signals.marks[FAIL] ?? 0) > 0;
    const succeeded = (signals.marks[SUCCESS] ?? 0) > 0;
    if (failed) lastFailure = i;
    if (succeeded && !failed) lastSuccess = i;
    if (failed) failures++;
    if (succeeded) successes++;
  });
  const last = agent.at(-1)?.reading.signals.marks;
  let at = from;
  for (let k = 0; k < ACTS_AT.length; k++) out[at++] = (done[k] ?? 0) / n;
  for (const act of ACTS_AT) out[at++] = last?.[act] ?? 0;
  out[at++] = lastFailure > lastSuccess ? 1 : 0;
  out[at++] = Math.log1p(successes);
  out[at++] = Math.log1p(failures);
  return at;
}
