import { lookUp, type Word } from './vocabulary.js';

/** A message cut into lower-case words without apostrophes; parallel arrays, because this runs on every message. */
export interface Tokens {
  words: string[];
  infos: Word[];
  starts: number[];
  ends: number[];
  /** Sentence number of each word. */
  sentences: number[];
  /** Per sentence: where it begins, and how many "!" and "?" come before it. */
  sentenceStarts: number[];
  exclamationsBefore: number[];
  questionsBefore: number[];
  shouted: boolean[];
  shouts: number;
  exclamations: number;
  questions: number;
  /** Characters that are letters or digits of words: how much there is to judge. */
  letters: number;
}

const PIECE =
  /https?:\/\/\S+|www\.\S+|__\w+__|&\w{2,5};|@[\w.-]+|[\p{L}\p{N}_]+(?:['’`]\p{L}+)*|[.!?\n]+|[:;=]['’]?-?[()DPp/|*]+|<3|\p{Extended_Pictographic}/gu;
const APOSTROPHE = /['’`]/;
const APOSTROPHES = /['’`]/g;
const SHOUTED_LETTERS = 3;

export function tokenize(text: string): Tokens {
  const tokens: Tokens = {
    words: [],
    infos: [],
    starts: [],
    ends: [],
    sentences: [],
    sentenceStarts: [0],
    exclamationsBefore: [0],
    questionsBefore: [0],
    shouted: [],
    shouts: 0,
    exclamations: 0,
    questions: 0,
    letters: 0,
  };
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match !== null; match = PIECE.exec(text)) {
    const piece = match[0];
    const first = piece.charCodeAt(0);
    if (first === 33 || first === 46 || first === 63 || first === 10) {
      endSentence(tokens, piece, match.index + piece.length);
    } else if (!isNoise(piece, first)) {
      addWord(tokens, piece, match.index);
    }
  }
  return tokens;
}

/** Links, handles, placeholders and HTML entities say nothing about satisfaction. */
const isNoise = (piece: string, first: number): boolean =>
  first === 64 ||
  first === 38 ||
  (first === 95 && piece.startsWith('__')) ||
  ((first === 104 || first === 72) && piece.includes('://')) ||
  piece.startsWith('www.');

function addWord(tokens: Tokens, piece: string, start: number): void {
  const bare = APOSTROPHE.test(piece) ? piece.replace(APOSTROPHES, '') : piece;
  const word = bare.toLowerCase();
  const shouted = bare.length >= SHOUTED_LETTERS && word !== bare && bare.toUpperCase() === bare;
  tokens.words.push(word);
  tokens.infos.push(lookUp(word));
  tokens.starts.push(start);
  tokens.ends.push(start + piece.length);
  tokens.sentences.push(tokens.sentenceStarts.length - 1);
  tokens.shouted.push(shouted);
  if (shouted) tokens.shouts++;
  tokens.letters += bare.length;
}

function endSentence(tokens: Tokens, marks: string, end: number): void {
  for (let i = 0; i < marks.length; i++) {
    const mark = marks.charCodeAt(i);
    if (mark === 33) tokens.exclamations++;
    else if (mark === 63) tokens.questions++;
  }
  const open = tokens.sentenceStarts.length - 1;
  if (tokens.sentences.at(-1) !== open) return;
  tokens.sentenceStarts.push(end);
  tokens.exclamationsBefore.push(tokens.exclamations);
  tokens.questionsBefore.push(tokens.questions);
}

/** The message as it is before a sentence. */
export function tokensBefore(tokens: Tokens, sentence: number): Tokens {
  const found = tokens.sentences.indexOf(sentence);
  const end = found < 0 ? tokens.words.length : found;
  const shouted = tokens.shouted.slice(0, end);
  const words = tokens.words.slice(0, end);
  return {
    words,
    infos: tokens.infos.slice(0, end),
    starts: tokens.starts.slice(0, end),
    ends: tokens.ends.slice(0, end),
    sentences: tokens.sentences.slice(0, end),
    sentenceStarts: tokens.sentenceStarts.slice(0, sentence + 1),
    exclamationsBefore: tokens.exclamationsBefore.slice(0, sentence + 1),
    questionsBefore: tokens.questionsBefore.slice(0, sentence + 1),
    shouted,
    shouts: shouted.filter(Boolean).length,
    exclamations: tokens.exclamationsBefore[sentence] ?? 0,
    questions: tokens.questionsBefore[sentence] ?? 0,
    letters: words.reduce((sum, word) => sum + word.length, 0),
  };
}

/** The same words, neither shouted nor exclaimed. */
export const calmTokens = (tokens: Tokens): Tokens => ({
  ...tokens,
  exclamationsBefore: tokens.exclamationsBefore.map(() => 0),
  exclamations: 0,
  shouted: tokens.shouted.map(() => false),
  shouts: 0,
});
