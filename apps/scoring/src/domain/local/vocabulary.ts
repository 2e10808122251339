import { CUES, CUE_PHRASES } from './cue-phrases.js';
import { LANGUAGE_WORDS } from './language-words.js';
import { OPENING_WORDS } from './openings.js';
import { indexPhrases, type Phrase } from './phrase-index.js';
import { TOPICS } from './topic-phrases.js';
import { BOOSTS, NEGATIONS, VALENCES } from './valence-words.js';

/** All that the word lists say about a word: one look-up per word instead of one per list. */
export interface Word {
  /** -4..4; 0 where it carries no feeling. */
  valence: number;
  boost: number;
  negates: boolean;
  questions: boolean;
  /** Openings it is one of. */
  openings: readonly number[];
  /** Languages in which it is a frequent word, a bit each. */
  languages: number;
  /** Phrases that begin with it. */
  cues: readonly Phrase[];
  topics: readonly Phrase[];
}

const NONE: readonly never[] = [];
const UNKNOWN: Word = {
  valence: 0,
  boost: 0,
  negates: false,
  questions: false,
  openings: NONE,
  languages: 0,
  cues: NONE,
  topics: NONE,
};
const QUESTION_WORDS = 'what which where when how who why'.split(' ');

const WORDS = build();

export const lookUp = (word: string): Word => WORDS.get(word) ?? UNKNOWN;

function build(): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  const edit = (word: string, change: (info: Word) => Partial<Word>): void => {
    const info = words.get(word) ?? UNKNOWN;
    words.set(word, { ...info, ...change(info) });
  };
  for (const [word, valence] of VALENCES) edit(word, () => ({ valence }));
  for (const [word, boost] of BOOSTS) edit(word, () => ({ boost }));
  for (const word of NEGATIONS) edit(word, () => ({ negates: true }));
  for (const word of QUESTION_WORDS) edit(word, () => ({ questions: true }));
  OPENING_WORDS.forEach((list, i) => {
    for (const word of list) edit(word, ({ openings }) => ({ openings: [...openings, i] }));
  });
  LANGUAGE_WORDS.forEach((list, i) => {
    for (const word of list) edit(word, ({ languages }) => ({ languages: languages | (1 << i) }));
  });
  for (const [word, cues] of indexPhrases(CUES.map((cue) => CUE_PHRASES[cue].split('|'))))
    edit(word, () => ({ cues }));
  for (const [word, topics] of indexPhrases(TOPICS.map((topic) => topic.phrases.split('|'))))
    edit(word, () => ({ topics }));
  return words;
}
