import type { Cue } from './cue-phrases.js';
import type { Line } from './line.js';
import { readTokens, toneFrom, type Reading } from './read-message.js';
import { calmTokens, tokensBefore } from './tokens.js';

export type Ending = 'better' | 'worse';

/** The day as it was before some last words of a plain sense, and what those can have done to it. */
export interface Shorter {
  lines: readonly Line[];
  ending: Ending;
  /** Whether a whole message went. */
  dropped: boolean;
}

const KIND: ReadonlySet<Cue> = new Set<Cue>(['thanks', 'thanksMuch', 'delight', 'praise', 'solved', 'easy']);
const UNKIND: ReadonlySet<Cue> = new Set<Cue>([
  'anger',
  'mockThanks',
  'unsolved',
  'helpAgain',
  'help',
  'person',
  'escalation',
  'leaving',
  'waiting',
  'confused',
  'regret',
  'urgent',
]);
const CLEARLY_NEGATIVE = -0.25;

const spokenByCustomer = (line: Line): boolean => line.customer;

/** Without the agent's answers to the customer's last message; null where there are none. */
export function withoutAnswer(lines: readonly Line[]): readonly Line[] | null {
  const last = lines.findLastIndex(spokenByCustomer);
  return last < 0 || last === lines.length - 1 ? null : lines.slice(0, last + 1);
}

/** Without the last sentence of the customer's last message; null where it could mean either or is all there is. */
export function withoutLastWords(lines: readonly Line[]): Shorter | null {
  const at = lines.findLastIndex(spokenByCustomer);
  const last = lines[at];
  if (last === undefined) return null;
  const { sentences } = last.reading.tokens;
  const sentence = sentences.at(-1) ?? 0;
  const ending = endingOf(last.reading, Math.max(0, sentences.indexOf(sentence)));
  if (ending === null) return null;
  const head = tokensBefore(last.reading.tokens, sentence);
  const dropped = head.words.length === 0;
  const kept = dropped ? [] : [{ ...last, reading: calm(readTokens(head)) }];
  const rest = [...lines.slice(0, at), ...kept, ...lines.slice(at + 1)];
  return rest.some(spokenByCustomer) ? { lines: rest, ending, dropped } : null;
}

/**
 * In the corpora who exclaims is glad: people there book tables. Of words that are not kind, capitals and exclamation
 * marks never make it better, so these are read without them.
 */
export function calm(reading: Reading): Reading {
  const { tokens, cues, signals } = reading;
  if (tokens.exclamations === 0 && tokens.shouts === 0) return reading;
  const says = (some: ReadonlySet<Cue>): boolean => cues.some((hit) => some.has(hit.cue));
  const cross = !says(KIND) && (says(UNKIND) || signals.valence <= 0);
  return cross ? readTokens(calmTokens(tokens)) : reading;
}

function endingOf(reading: Reading, from: number): Ending | null {
  const says = (cues: ReadonlySet<Cue>): boolean =>
    reading.cues.some((hit) => hit.from >= from && cues.has(hit.cue));
  const kind = says(KIND);
  const unkind = says(UNKIND) || toneFrom(reading, from) < CLEARLY_NEGATIVE;
  if (kind === unkind) return null;
  return kind ? 'better' : 'worse';
}
