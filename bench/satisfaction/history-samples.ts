import { walkTurns } from '../../apps/scoring/src/domain/local/course.js';
import { DAY_FEATURES, dayFeatures } from '../../apps/scoring/src/domain/local/day-features.js';
import { factsOf, type Fact } from '../../apps/scoring/src/domain/local/facts.js';
import { hashedWords, type Sparse } from '../../apps/scoring/src/domain/local/ngrams.js';
import { type Line } from '../../apps/scoring/src/domain/local/line.js';
import { readDay, type DayReading } from '../../apps/scoring/src/domain/local/read-day.js';
import { readMessage } from '../../apps/scoring/src/domain/local/read-message.js';
import { TURN_FEATURES, UTTERANCE_FEATURES } from '../../apps/scoring/src/domain/local/turn-features.js';
import { transcriptOf, type Dialogue } from './dialogues.js';
import { gramsOf, readSample, type Sample } from './samples.js';

/** A user row, OVERALL included, seen only through the texts of the rows before it. */
export interface HistorySample {
  dialogue: number;
  past: DayReading;
  facts: readonly Fact[];
  /** Features of the last customer turn, and of what the agent has said since. */
  lately: Float64Array;
  /** Turn features of each earlier user row, by row. */
  turns: ReadonlyMap<number, Float64Array>;
  grams: Sparse;
  ratings: readonly number[];
  /** Mode of the ratings; ties go to the lower one. */
  label: number;
  /** Turn features of the row itself, to learn from and never to predict by; null for OVERALL. */
  own: Float64Array | null;
}

export function modeOf(ratings: readonly number[]): number {
  const count = (rating: number): number => ratings.filter((other) => other === rating).length;
  return [1, 2, 3, 4, 5].reduce((best, rating) => (count(rating) > count(best) ? rating : best), 1);
}

export const historySamples = (dialogues: readonly Dialogue[]): HistorySample[] =>
  dialogues.flatMap((dialogue, number) => samplesOf(readSample(dialogue), number));

function samplesOf({ dialogue, reading, turns: all }: Sample, number: number): HistorySample[] {
  const turns = new Map(all.map(({ row, features }) => [row, features.subarray(0, TURN_FEATURES.length)]));
  const rated = dialogue.rows.flatMap((row, i) => (row.customer ? [{ end: i, ratings: row.ratings }] : []));
  return [...rated, { end: reading.lines.length, ratings: dialogue.overall }].map(({ end, ratings }) => ({
    dialogue: number,
    ...seenBefore(reading.lines.slice(0, end), dialogue),
    turns,
    ratings,
    label: modeOf(ratings),
    own: turns.get(end) ?? null,
  }));
}

const SILENCE = readMessage('');
const HIDDEN: Line = {
  messageId: 'hidden',
  at: 0,
  customer: true,
  text: '',
  reading: SILENCE,
};

function seenBefore(
  lines: readonly Line[],
  dialogue: Dialogue,
): Pick<HistorySample, 'past' | 'facts' | 'lately' | 'grams'> {
  const transcript = transcriptOf(dialogue, []);
  const past = readDay(lines, transcript);
  const next = lastTurnOf(readDay([...lines, HIDDEN], transcript)).subarray(UTTERANCE_FEATURES.length);
  const last = lastTurnOf(past);
  const lately = new Float64Array(last.length + next.length);
  lately.set(last);
  lately.set(next, last.length);
  const agent = past.agent.at(-1)?.reading.tokens ?? SILENCE.tokens;
  const customer = past.customer.at(-1)?.reading.tokens ?? SILENCE.tokens;
  return {
    past,
    facts: factsOf(past),
    lately,
    grams: gramsOf(hashedWords(agent), hashedWords(customer)),
  };
}

function lastTurnOf(day: DayReading): Float64Array {
  let last = new Float64Array(TURN_FEATURES.length);
  walkTurns(day, ({ features }) => {
    last = Float64Array.from(features);
  });
  return last;
}

/** Everything known before the row, with a score for each turn that has been. */
export function historyRow(sample: HistorySample, score: (turn: Float64Array) => number): Float64Array {
  const scores = sample.past.lines.map((_, row) => {
    const turn = sample.turns.get(row);
    return turn === undefined ? 0 : score(turn);
  });
  const row = new Float64Array(sample.lately.length + DAY_FEATURES.length);
  row.set(sample.lately);
  row.set(dayFeatures(sample.past, sample.facts, scores), sample.lately.length);
  return row;
}
