import { INJECTION_PATTERNS } from './injection-patterns.js';

/** Invisible copies of ASCII, which some models read. */
const TAGS = /[\u{e0020}-\u{e007e}]/gu;
const INVISIBLE = /\u00ad|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|\ufeff|[\u{e0000}-\u{e0fff}]/gu;
const MARKS = /\p{Mn}/gu;

const LOOK_ALIKES = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    һ: 'h',
    к: 'k',
    м: 'm',
    т: 't',
    в: 'b',
    н: 'h',
    ԁ: 'd',
    ɡ: 'g',
    ո: 'n',
    α: 'a',
    β: 'b',
    ε: 'e',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    η: 'n',
    ı: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
  }),
);

/** Look-alike letters as the Latin ones they imitate. */
const folded = (text: string): string =>
  text.replaceAll(/[^\p{ASCII}]/gu, (letter) => LOOK_ALIKES.get(letter) ?? letter);

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .replaceAll(INVISIBLE, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ');

const rot13 = (text: string): string =>
  text.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));

const reversed = (text: string): string => Array.from(text).reverse().join('');

/** Readable text inside base64, if there is any. */
function unbased(text: string): string {
  const found: string[] = [];
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,4000}={0,2}/g)) {
    const decoded = Buffer.from(run, 'base64').toString('latin1');
    if (/^[\x20-\x7e\s]+$/.test(decoded)) found.push(decoded);
  }
  return found.join(' ');
}

/** Looked at: enough for any instruction, bounded because texts are hostile. */
const LOOKED_AT = 20_000;

/** What of a text looks like an instruction to the judge; null where nothing does. */
export function suspectedInstruction(text: string): string | null {
  const looked =
    text.length <= 2 * LOOKED_AT ? text : `${text.slice(0, LOOKED_AT)} ${text.slice(-LOOKED_AT)}`;
  const tags = [...looked.matchAll(TAGS)].map(([tag]) =>
    String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000),
  );
  if (tags.length > 0) return 'hidden';
  const shown = plain(looked);
  const latin = folded(shown);
  for (const form of new Set([shown, latin])) {
    const hit = firstHit(form);
    if (hit !== null) return hit;
  }
  // A hidden form must be an instruction itself: loose signs would turn up by chance.
  for (const hidden of [rot13(latin), reversed(latin), plain(unbased(looked))])
    if (OVERRIDE.some((pattern) => pattern.test(hidden))) return 'hidden';
  return null;
}

const OVERRIDE = INJECTION_PATTERNS.filter(([name]) => name === 'override').map(([, pattern]) => pattern);

function firstHit(text: string): string | null {
  for (const [name, pattern] of INJECTION_PATTERNS) if (pattern.test(text)) return name;
  return null;
}
