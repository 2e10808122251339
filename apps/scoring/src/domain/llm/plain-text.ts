import { replaceMatches, type MappedText } from './mapped-text.js';

/** Zero-width, direction marks, variation selectors, soft hyphen, Unicode tags (invisible ASCII), controls, lone surrogates. */
const INVISIBLE =
  /(?:\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|\u180e|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|\ufe0e|\ufe0f|\ufeff|\uffa0|[\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]|\p{Cc}(?<![\n\t]))/gu;

/** Full-width and other forms of the same letters and digits. */
const COMPATIBILITY = /[\uff01-\uff5e\u2070-\u209f\u2460-\u24ff\u{1d400}-\u{1d7ff}]|(?![0-9])\p{Nd}/gu;

const LINE_BREAKS = /[ \t]*(?:\r\n|[\n\r\u2028\u2029\u0085])\s*/g;

/** Text on one line, without anything invisible, in one form of letters and digits: what is read is what is there. */
export function plainText(text: MappedText): MappedText {
  let shown = replaceMatches(text, LINE_BREAKS, () => ' / ');
  shown = replaceMatches(shown, INVISIBLE, () => '');
  return replaceMatches(shown, COMPATIBILITY, asciiOf);
}

function asciiOf(character: string): string {
  const normal = character.normalize('NFKC');
  if (!/^\p{Nd}$/u.test(normal) || /^[0-9]$/.test(normal)) return normal;
  // Decimal digits stand in runs of ten, from zero.
  const code = normal.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
