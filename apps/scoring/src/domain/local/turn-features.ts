import { CUES, type Cue } from './cue-phrases.js';
import { OPENINGS } from './openings.js';
import {
  ACTS,
  ACTS_FROM,
  actAt,
  cueAt,
  MOVES,
  MOVES_FROM,
  overlap,
  type Act,
  type Signals,
} from './signals.js';

/** What went before a customer message; nothing of what came after it. */
export interface Before {
  /** The agent's last words before the message, and those before them. */
  agent: Signals | null;
  agentEarlier: Signals | null;
  /** The customer's message before. */
  customer: Signals | null;
  turn: number;
  agentFailures: number;
  refusals: number;
  thanks: number;
  /** Mean tone so far. */
  tone: number;
}

export const NOTHING_BEFORE: Before = {
  agent: null,
  agentEarlier: null,
  customer: null,
  turn: 0,
  agentFailures: 0,
  refusals: 0,
  thanks: 0,
  tone: 0,
};

const AGENT_CUES: readonly Cue[] = [
  'apology',
  'cannot',
  'agentSolved',
  'anythingElse',
  'thanks',
  'praise',
  'delight',
  'handover',
  'confirmAsk',
  'offer',
  'closing',
  'regret',
  'affirm',
];
const LINGERING: readonly Act[] = ['fail', 'denies', 'else'];
const LINGERING_AT = LINGERING.map(actAt);
const FIGURES = actAt('figures');
const AGENT_CUE_AT = AGENT_CUES.map(cueAt);

/** Names of what `turnFeatures` writes, in its order. */
export const UTTERANCE_FEATURES: readonly string[] = [
  ...CUES.map((cue) => `says.${cue}`),
  ...OPENINGS.map((opening) => `opens.${opening}`),
  ...[
    'valence',
    'tone',
    'positive',
    'words',
    'twoWords',
    'fourWords',
    'exclaims',
    'questions',
    'shouts',
    'figures',
    'negations',
    'asks',
  ],
];
export const TURN_FEATURES: readonly string[] = [
  ...UTTERANCE_FEATURES,
  ...ACTS.map((act) => `agent.${act}`),
  ...AGENT_CUES.map((cue) => `agent.says.${cue}`),
  ...MOVES.flatMap((move) => ACTS.map((act) => `${move}.to.${act}`)),
  ...['agent.words', 'agent.valence', 'agent.silent'],
  ...LINGERING.flatMap((act) => [`earlier.${act}`, `twice.${act}`]),
  ...['before.tone', ...MOVES.map((move) => `before.${move}`)],
  ...['repeats.before', 'repeats.any', 'repeats.agent', 'agent.repeats'],
  ...['turn', 'firstTurn', 'failures', 'refusals', 'thanks', 'toneSoFar', 'failureRate', 'refusalRate'],
];

/** Where a message stands from the end, learnt apart from the rest: it changes with every message that follows. */
export const ENDING_FEATURES: readonly string[] = ['last', 'lastButOne', 'remaining'];

export function endingFeatures(remaining: number, out: Float64Array, at: number): void {
  out[at] = remaining === 0 ? 1 : 0;
  out[at + 1] = remaining === 1 ? 1 : 0;
  out[at + 2] = Math.log1p(remaining);
}

/** `repetition`: largest overlap with an earlier message of the customer. */
export function turnFeatures(self: Signals, before: Before, repetition: number, out: Float64Array): void {
  let at = utteranceFeatures(self, out);
  at = agentFeatures(self, before, out, at);
  at = repeatFeatures(self, before, repetition, out, at);
  historyFeatures(before, out, at);
}

/** The part that reads the message alone. Returns where the next feature goes. */
export function utteranceFeatures(self: Signals, out: Float64Array): number {
  // cues and openings lie side by side
  let at = ACTS_FROM;
  for (let i = 0; i < at; i++) out[i] = self.marks[i] ?? 0;
  out[at++] = self.valence;
  out[at++] = self.tone;
  out[at++] = Math.max(0, self.valence);
  out[at++] = Math.log1p(self.words);
  out[at++] = self.words <= 2 ? 1 : 0;
  out[at++] = self.words <= 4 ? 1 : 0;
  out[at++] = self.exclamations;
  out[at++] = self.questions;
  out[at++] = self.shouted;
  out[at++] = self.marks[FIGURES] ?? 0;
  out[at++] = self.negations;
  out[at++] = self.asks;
  return at;
}

function agentFeatures(
  self: Signals,
  { agent, agentEarlier }: Before,
  out: Float64Array,
  from: number,
): number {
  let at = from;
  for (let act = 0; act < ACTS.length; act++) out[at++] = agent?.marks[ACTS_FROM + act] ?? 0;
  for (const cue of AGENT_CUE_AT) out[at++] = (agent?.marks[cue] ?? 0) > 0 ? 1 : 0;
  for (let move = 0; move < MOVES.length; move++) {
    const moved = self.marks[MOVES_FROM + move] ?? 0;
    for (let act = 0; act < ACTS.length; act++) out[at++] = moved * (agent?.marks[ACTS_FROM + act] ?? 0);
  }
  out[at++] = Math.log1p(agent?.words ?? 0);
  out[at++] = agent?.valence ?? 0;
  out[at++] = agent === null ? 1 : 0;
  for (const act of LINGERING_AT) {
    const earlier = agentEarlier?.marks[act] ?? 0;
    out[at++] = earlier;
    out[at++] = earlier * (agent?.marks[act] ?? 0);
  }
  return at;
}

function repeatFeatures(
  self: Signals,
  { agent, agentEarlier, customer }: Before,
  repetition: number,
  out: Float64Array,
  from: number,
): number {
  let at = from;
  out[at++] = customer?.tone ?? 0;
  for (let move = 0; move < MOVES.length; move++) out[at++] = customer?.marks[MOVES_FROM + move] ?? 0;
  out[at++] = customer === null ? 0 : overlap(self.content, customer.content);
  out[at++] = repetition;
  out[at++] = agent === null ? 0 : overlap(self.content, agent.content);
  out[at++] = agent === null || agentEarlier === null ? 0 : overlap(agent.content, agentEarlier.content);
  return at;
}

function historyFeatures(before: Before, out: Float64Array, from: number): void {
  const { turn } = before;
  let at = from;
  out[at++] = Math.log1p(turn);
  out[at++] = turn === 0 ? 1 : 0;
  out[at++] = Math.min(4, before.agentFailures);
  out[at++] = Math.min(4, before.refusals);
  out[at++] = Math.min(3, before.thanks);
  out[at++] = before.tone;
  out[at++] = before.agentFailures / (turn + 2);
  out[at++] = before.refusals / (turn + 2);
}
