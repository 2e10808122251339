import { CUES, type Cue } from './cue-phrases.js';
import { hashWord } from './hashes.js';
import { OPENINGS } from './openings.js';
import type { Tokens } from './tokens.js';

/** What an agent does with a message, as far as words tell. */
export const ACTS = [
  'else',
  'confirm',
  'offer',
  'ask',
  'fail',
  'success',
  'figures',
  'thanks',
  'denies',
  'question',
] as const;
/** What a customer does with one. */
export const MOVES = [
  'yes',
  'no',
  'softNo',
  'thanks',
  'question',
  'negation',
  'closing',
  'praise',
  'change',
] as const;
export type Act = (typeof ACTS)[number];

/** Marks of one message that a person could tick off on paper; 0 or 1 unless stated. */
export interface Signals {
  /** Cues (how often, at most 2), openings, acts, moves: see the offsets below. */
  marks: Float64Array;
  /** Lexicon only, -1..1. */
  valence: number;
  /** Lexicon and cues, -1..1. */
  tone: number;
  words: number;
  negations: number;
  exclamations: number;
  questions: number;
  shouted: number;
  asks: number;
  /** Hashes of its words of more than three letters, ascending: what the message is about. */
  content: Int32Array;
}

export const OPENINGS_FROM = CUES.length;
export const ACTS_FROM = OPENINGS_FROM + OPENINGS.length;
export const MOVES_FROM = ACTS_FROM + ACTS.length;
const MARKS = MOVES_FROM + MOVES.length;

const CUE_AT = new Map<Cue, number>(CUES.map((cue, i) => [cue, i]));
export const cueAt = (cue: Cue): number => CUE_AT.get(cue) ?? 0;
export const actAt = (act: Act): number => ACTS_FROM + ACTS.indexOf(act);
export const moveAt = (move: (typeof MOVES)[number]): number => MOVES_FROM + MOVES.indexOf(move);

/** Marks that are there when one of some cues is. */
const BY_CUES: readonly { mark: number; cues: readonly number[] }[] = (
  [
    [actAt('else'), 'anythingElse'],
    [actAt('confirm'), 'confirmAsk'],
    [actAt('offer'), 'offer'],
    [actAt('fail'), 'cannot', 'apology'],
    [actAt('success'), 'agentSolved'],
    [actAt('thanks'), 'thanks', 'thanksMuch', 'closing', 'bye'],
    [moveAt('softNo'), 'softNo'],
    [moveAt('thanks'), 'thanks', 'thanksMuch'],
    [moveAt('closing'), 'closing', 'bye'],
    [moveAt('praise'), 'praise', 'delight'],
    [moveAt('change'), 'alternative', 'again', 'insist', 'correction', 'more'],
  ] as const satisfies readonly (readonly [number, ...Cue[]])[]
).map(([mark, ...cues]) => ({ mark, cues: cues.map(cueAt) }));

interface Heard {
  cues: readonly { cue: Cue }[];
  valence: number;
  tone: number;
  asks: boolean;
}

const LONG_WORD = 4;

export function signalsOf(tokens: Tokens, heard: Heard): Signals {
  const marks = new Float64Array(MARKS);
  for (const { cue } of heard.cues) {
    const at = cueAt(cue);
    marks[at] = Math.min(2, (marks[at] ?? 0) + 1);
  }
  for (const opening of tokens.infos[0]?.openings ?? []) marks[OPENINGS_FROM + opening] = 1;
  for (const { mark, cues } of BY_CUES) {
    for (const cue of cues) if ((marks[cue] ?? 0) > 0) marks[mark] = 1;
  }
  const { negations, questionWord, figures, content } = wordMarks(tokens);
  const asks = heard.asks ? 1 : 0;
  const questions = Math.min(2, tokens.questions);
  const saysNo = marks[OPENINGS_FROM + NO] ?? 0;
  marks[ASK] = questions > 0 && questionWord ? 1 : 0;
  marks[FIGURES] = figures ? 1 : 0;
  marks[DENIES] = saysNo > 0 || negations > 0 ? 1 : 0;
  marks[QUESTION] = questions > 0 ? 1 : 0;
  marks[MOVES_FROM] = marks[OPENINGS_FROM + YES] ?? 0;
  marks[SAYS_NO] = saysNo;
  marks[QUESTIONS] = asks;
  marks[NEGATION] = negations > 0 ? 1 : 0;
  return {
    marks,
    valence: heard.valence,
    tone: heard.tone,
    words: tokens.words.length,
    negations: Math.min(2, negations),
    exclamations: Math.min(2, tokens.exclamations),
    questions,
    shouted: tokens.shouts > 0 ? 1 : 0,
    asks,
    content,
  };
}

const YES = OPENINGS.indexOf('yes');
const NO = OPENINGS.indexOf('no');
const ASK = actAt('ask');
const FIGURES = actAt('figures');
const DENIES = actAt('denies');
const QUESTION = actAt('question');
const SAYS_NO = moveAt('no');
const QUESTIONS = moveAt('question');
const NEGATION = moveAt('negation');

/** Words that deny what a sentence says; fewer than those that turn a single word's valence round. */
const DENYING = new Set(
  'not dont doesnt cant isnt wont didnt never without wasnt arent cannot havent hasnt couldnt wouldnt shouldnt'.split(
    ' ',
  ),
);

interface WordMarks {
  negations: number;
  questionWord: boolean;
  figures: boolean;
  content: Int32Array;
}

function wordMarks({ words, infos }: Tokens): WordMarks {
  const content: number[] = [];
  const marks = { negations: 0, questionWord: false, figures: false };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const info = infos[i];
    if (info?.negates === true && DENYING.has(word)) marks.negations++;
    if (info?.questions === true) marks.questionWord = true;
    const code = word.charCodeAt(0);
    if (code >= 48 && code <= 57) marks.figures = true;
    if (word.length >= LONG_WORD) content.push(hashWord(word));
  }
  return { ...marks, content: distinct(Int32Array.from(content).sort()) };
}

function distinct(sorted: Int32Array): Int32Array {
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    sorted[kept++] = sorted[i] ?? 0;
  }
  return sorted.subarray(0, kept);
}

/** Words in both. */
export function shared(a: Int32Array, b: Int32Array): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) count++;
    if (left <= right) i++;
    if (left >= right) j++;
  }
  return count;
}

/** Share of the smaller message's content words that the other one has too. */
export const overlap = (a: Int32Array, b: Int32Array): number =>
  a.length === 0 || b.length === 0 ? 0 : shared(a, b) / Math.min(a.length, b.length);
