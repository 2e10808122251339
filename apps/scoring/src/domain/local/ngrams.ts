import { hashWord, mixHashes } from './hashes.js';
import type { Tokens } from './tokens.js';

/** Buckets of the hashed n-grams; a power of two. */
export const BUCKETS = 1 << 16;

export interface Sparse {
  ids: Int32Array;
  values: Float64Array;
}

/** Stand-ins for what is no word, and for kinds of n-grams. */
const START = 0x9e37;
const END = 0x79b9;
const ASKED = 0x3c6e;
const EXCLAIMED = 0x5bd1;
const FIGURE = 0x1b87;
const AGENT_WORD = 0x2545;
const AGENT_PAIR = 0x4f6c;
const ANSWER = 0x6a09;

/** How much each kind counts against the customer's own words and pairs. */
const TRIPLE = 0.7;
const AGENT = 0.3;
const CROSSED = 0.5;
/** Of the agent's message, the last words are what the customer answers. */
const ANSWERED_WORDS = 6;

/** Word hashes of a message between its start and the mark it ends with; all figures are one word. */
export function hashedWords(tokens: Tokens): Int32Array {
  const { words } = tokens;
  const hashes = new Int32Array(words.length + 2);
  hashes[0] = START;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const first = word.charCodeAt(0);
    hashes[i + 1] = first >= 48 && first <= 57 ? FIGURE : hashWord(word);
  }
  hashes[words.length + 1] = tokens.questions > 0 ? ASKED : tokens.exclamations > 0 ? EXCLAIMED : END;
  return hashes;
}

const bucketOf = (hash: number): number => (hash ^ (hash >>> 16)) & (BUCKETS - 1);

/** Visits the n-grams of a message and of what it answers; a bucket may be visited more than once. */
export function eachGram(
  own: Int32Array,
  agent: Int32Array | null,
  visit: (bucket: number, value: number) => void,
): void {
  for (let i = 0; i + 1 < own.length; i++) {
    const word = own[i] ?? 0;
    if (i > 0) visit(bucketOf(word), 1);
    const pair = mixHashes(word, own[i + 1] ?? 0);
    visit(bucketOf(pair), 1);
    if (i + 2 < own.length) visit(bucketOf(mixHashes(pair, own[i + 2] ?? 0)), TRIPLE);
  }
  if (agent !== null) eachAnswered(own, agent, visit);
}

function eachAnswered(
  own: Int32Array,
  agent: Int32Array,
  visit: (bucket: number, value: number) => void,
): void {
  const end = agent.length - 1;
  for (let i = 1; i < end; i++) {
    const word = agent[i] ?? 0;
    visit(bucketOf(mixHashes(AGENT_WORD, word)), AGENT);
    if (i + 1 < end) visit(bucketOf(mixHashes(mixHashes(AGENT_PAIR, word), agent[i + 1] ?? 0)), AGENT);
  }
  const answer = mixHashes(ANSWER, own[1] ?? 0);
  for (let i = Math.max(1, end - ANSWERED_WORDS); i < end; i++) {
    visit(bucketOf(mixHashes(answer, agent[i] ?? 0)), CROSSED);
  }
}
