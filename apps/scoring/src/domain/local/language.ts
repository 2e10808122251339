import { LANGUAGES } from './language-words.js';
import type { Tokens } from './tokens.js';

/** Light detection: script, then frequent words. The cues are English; anything else is not judged. */
export interface LanguageEvidence {
  words: number;
  /** Words written in letters other than Latin ones. */
  foreignScript: number;
  /** Frequent words per language, English first; null where there are none. */
  hits: Uint32Array | null;
}

export const NO_EVIDENCE: LanguageEvidence = {
  words: 0,
  foreignScript: 0,
  hits: null,
};

const OTHER_SCRIPT = /[^\p{Script=Latin}\p{N}\p{P}\p{S}_]/u;
const LETTER = /\p{L}/u;

export function languageEvidence({ words, infos }: Tokens): LanguageEvidence {
  const hits = new Uint32Array(LANGUAGES);
  let counted = 0;
  let foreignScript = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const code = word.charCodeAt(0);
    const ascii = code < 128;
    if (ascii ? code < 97 || code > 122 : !LETTER.test(word)) continue;
    counted++;
    if (!ascii && OTHER_SCRIPT.test(word)) foreignScript++;
    const languages = infos[i]?.languages ?? 0;
    if (languages === 0) continue;
    for (let l = 0; l < LANGUAGES; l++) hits[l] = (hits[l] ?? 0) + ((languages >> l) & 1);
  }
  return { words: counted, foreignScript, hits };
}

export function addEvidence(a: LanguageEvidence, b: LanguageEvidence): LanguageEvidence {
  const hits =
    a.hits === null
      ? b.hits
      : b.hits === null
        ? a.hits
        : a.hits.map((count, l) => count + (b.hits?.[l] ?? 0));
  return {
    words: a.words + b.words,
    foreignScript: a.foreignScript + b.foreignScript,
    hits,
  };
}

/** From how many words on there has to be a frequent English one among ten. */
const ENOUGH_WORDS = 8;

/** Short texts get the benefit of the doubt: "ok 4pm" has no frequent word and is still read as English. */
export function looksEnglish({ words, foreignScript, hits }: LanguageEvidence): boolean {
  if (words === 0) return true;
  if (foreignScript * 2 > words) return false;
  const english = hits?.[0] ?? 0;
  let other = 0;
  for (let l = 1; l < LANGUAGES; l++) other = Math.max(other, hits?.[l] ?? 0);
  if (other > english && other >= 2) return false;
  return words < ENOUGH_WORDS || english / words >= 0.1;
}
