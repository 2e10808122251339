import {
  ENDING_FEATURES,
  endingFeatures,
  NOTHING_BEFORE,
  TURN_FEATURES,
  turnFeatures,
  type Before,
} from './turn-features.js';
import { hashedWords } from './ngrams.js';
import type { DayReading } from './read-day.js';
import { actAt, moveAt, type Signals } from './signals.js';
import { linear, turnScore, type Model } from './model.js';
import type { Tokens } from './tokens.js';

export interface Turn {
  /** Place of the message among the day's messages. */
  index: number;
  /** Without those of the ending. Overwritten by the next turn. */
  features: Float64Array;
  own: Int32Array;
  agent: Int32Array | null;
  /** Customer messages still to come. */
  remaining: number;
}

const FAILS = actAt('fail');
const REFUSES = [moveAt('no'), moveAt('negation')];
const THANKS = moveAt('thanks');

/** Walks the customer's messages in order, each with what went before it; visits those from line `from` on. */
export function walkTurns(day: DayReading, visit: (turn: Turn) => void, from = 0): void {
  const features = new Float64Array(TURN_FEATURES.length);
  let before: Before = NOTHING_BEFORE;
  let agent: { tokens: Tokens; hashes: Int32Array | null } | null = null;
  let said = 0;
  for (let index = 0; index < day.lines.length; index++) {
    const line = day.lines[index];
    if (line === undefined) break;
    const { tokens, signals } = line.reading;
    const newRun = index > 0 && day.lines[index - 1]?.customer !== line.customer;
    if (!line.customer) {
      before = hearAgent(before, signals, newRun);
      agent = { tokens, hashes: null };
      continue;
    }
    if (newRun && said > 0) before = { ...before, turn: before.turn + 1 };
    if (index >= from) {
      turnFeatures(signals, before, day.repetition[said] ?? 0, features);
      if (agent !== null) agent.hashes ??= hashedWords(agent.tokens);
      const remaining = day.customer.length - 1 - said;
      visit({
        index,
        features,
        own: hashedWords(tokens),
        agent: agent?.hashes ?? null,
        remaining,
      });
    }
    said++;
    before = remember(before, signals, said);
  }
}

const hearAgent = (before: Before, signals: Signals, newRun: boolean): Before => ({
  ...before,
  agent: signals,
  agentEarlier: newRun || before.agent === null ? before.agent : before.agentEarlier,
  agentFailures: before.agentFailures + (signals.marks[FAILS] ?? 0),
});

const remember = (before: Before, said: Signals, count: number): Before => ({
  ...before,
  customer: said,
  refusals: before.refusals + (REFUSES.some((move) => (said.marks[move] ?? 0) > 0) ? 1 : 0),
  thanks: before.thanks + (said.marks[THANKS] ?? 0),
  tone: before.tone + (said.tone - before.tone) / count,
});

/** Scores of the same day with more or fewer last words. */
export interface Known {
  day: DayReading;
  /** Points above or below neutral per line, before it is known how many follow. */
  scores: Float64Array;
}

/** Reuses what is known of the lines that both days begin with: a score rests on what came before only. */
export function scoreTurns(model: Model, day: DayReading, known: Known | null): Known {
  const scores = new Float64Array(day.lines.length);
  let same = 0;
  while (known !== null && same < day.lines.length && known.day.lines[same] === day.lines[same]) {
    scores[same] = known.scores[same] ?? 0;
    same++;
  }
  const visit = (turn: Turn): void => {
    scores[turn.index] = turnScore(model, turn.features, turn.own, turn.agent);
  };
  if (same < day.lines.length) walkTurns(day, visit, same);
  return { day, scores };
}

const ending = new Float64Array(ENDING_FEATURES.length);

/** What being among the last turns adds: people close with a kind word whatever went before. */
export function endingScore(model: Model, remaining: number): number {
  endingFeatures(remaining, ending, 0);
  return linear(model.ending, ending);
}

/** Points above or below neutral per line, of the whole day. */
export function finalScores(model: Model, { day, scores }: Known): Float64Array {
  const final = Float64Array.from(scores);
  let remaining = 0;
  for (let i = day.lines.length - 1; i >= 0; i--) {
    if (day.lines[i]?.customer !== true) continue;
    final[i] = (final[i] ?? 0) + endingScore(model, remaining);
    remaining++;
  }
  return final;
}
