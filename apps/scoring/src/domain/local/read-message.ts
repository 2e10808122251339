import { CUES, type Cue } from './cue-phrases.js';
import { languageEvidence, looksEnglish, type LanguageEvidence } from './language.js';
import { longestAt } from './phrase-index.js';
import { signalsOf, type Signals } from './signals.js';
import { tokenize, type Tokens } from './tokens.js';
import { squash, valenceSum } from './valence.js';

export interface CueHit {
  cue: Cue;
  from: number;
  to: number;
}

/** What one message says, read without its neighbours. */
export interface Reading {
  tokens: Tokens;
  cues: CueHit[];
  language: LanguageEvidence;
  signals: Signals;
  /** Whether there are words in a language that the cues know. */
  legible: boolean;
}

/** A thing wished for is not a thing done: "please get this sorted", "when will it be fixed". */
const UNREAL = new Set(
  'be get gets getting to if until till when please hope can could will would want need needs should cant wont gonna must once'.split(
    ' ',
  ),
);
const GOOD: ReadonlySet<Cue> = new Set<Cue>(['delight', 'praise', 'solved', 'easy', 'agentSolved']);

/** However much is said, cues take off no more than this. */
const MOST_CROSS = -6;

/** Added to the lexicon's sum where its single words miss the point. */
const TONE_OF_CUE: Partial<Record<Cue, number>> = {
  mockThanks: -5,
  solved: 1.2,
  unsolved: -1.6,
  anger: -0.8,
  helpAgain: -1,
  waiting: -0.7,
  person: -0.5,
  escalation: -0.8,
  leaving: -1.2,
  confused: -0.6,
};

export const readMessage = (text: string): Reading => readTokens(tokenize(text));

export function readTokens(tokens: Tokens): Reading {
  const cues = findCues(tokens);
  const language = languageEvidence(tokens);
  const sum = valenceSum(tokens);
  const heard = {
    cues,
    valence: squash(sum),
    tone: squash(sum + fromCues(cues, 0)),
    asks: asks(tokens),
  };
  return {
    tokens,
    cues,
    language,
    signals: signalsOf(tokens, heard),
    legible: tokens.letters > 0 && looksEnglish(language),
  };
}

/** Tone of the words from `from` on. */
export const toneFrom = ({ tokens, cues }: Reading, from: number): number =>
  squash(valenceSum(tokens, from) + fromCues(cues, from));

function fromCues(cues: readonly CueHit[], from: number): number {
  let sum = 0;
  for (const hit of cues) if (hit.from >= from) sum += TONE_OF_CUE[hit.cue] ?? 0;
  return Math.max(MOST_CROSS, sum);
}

function findCues(tokens: Tokens): CueHit[] {
  const { words, infos } = tokens;
  const hits: CueHit[] = [];
  for (let at = 0; at < words.length; at++) {
    const phrase = longestAt(infos[at]?.cues ?? [], words, at);
    if (phrase === null) continue;
    const to = at + 1 + phrase.rest.length;
    for (const label of phrase.labels) {
      const cue = CUES[label];
      if (cue !== undefined) addHit(hits, tokens, { cue, from: at, to });
    }
    at = to - 1;
  }
  return hits;
}

/** Praise that is denied is a complaint; a solution that is wished for is none yet. */
function addHit(hits: CueHit[], tokens: Tokens, hit: CueHit): void {
  if (GOOD.has(hit.cue) && deniedBefore(tokens, hit.from)) {
    hits.push({ cue: 'unsolved', from: Math.max(0, hit.from - 1), to: hit.to });
  } else if (hit.cue !== 'solved' || !wishedBefore(tokens, hit.from)) {
    hits.push(hit);
  }
}

function deniedBefore({ infos, sentences }: Tokens, at: number): boolean {
  for (let back = 1; back <= 2 && sentences[at - back] === sentences[at]; back++) {
    if (infos[at - back]?.negates === true) return true;
  }
  return false;
}

function wishedBefore({ words, sentences }: Tokens, at: number): boolean {
  for (let back = 1; back <= 3 && sentences[at - back] === sentences[at]; back++) {
    if (UNREAL.has(words[at - back] ?? '')) return true;
  }
  return false;
}

const QUESTION_WORDS = new Set(
  'what whats why how hows when where who which can could do does did is are am will would should has have any'.split(
    ' ',
  ),
);

const asks = (tokens: Tokens): boolean =>
  tokens.questions > 0 || (tokens.words.length > 2 && QUESTION_WORDS.has(tokens.words[0] ?? ''));

export const has = (reading: Reading | undefined, cue: Cue): boolean =>
  reading !== undefined && reading.cues.some((hit) => hit.cue === cue);

/** The sentence around words [from, to), as offsets into the text. */
export function sentenceSpan(reading: Reading, from: number, to: number): { start: number; length: number } {
  const { tokens } = reading;
  const first = tokens.sentences.indexOf(tokens.sentences[from] ?? 0);
  const last = tokens.sentences.lastIndexOf(tokens.sentences[to - 1] ?? 0);
  const start = tokens.starts[first] ?? 0;
  const length = (tokens.ends[last] ?? start) - start;
  if (length <= 240) return { start, length };
  const near = tokens.starts[from] ?? start;
  return { start: near, length: (tokens.ends[to - 1] ?? near) - near };
}
