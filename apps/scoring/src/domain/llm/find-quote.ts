import { originalSpan, type MappedText } from './mapped-text.js';

export interface FoundQuote {
  messageId: string;
  start: number;
  length: number;
}

/** Where in the day's messages the quoted words stand, as a span of the original text; null where nowhere. */
export function findQuote(
  quote: string,
  shown: readonly { messageId: string; shown: MappedText }[],
): FoundQuote | null {
  const needle = quote
    .trim()
    .replace(/^["'“”„‚‘’«»]+|["'“”„‚‘’«»]+$/gu, '')
    .replace(/^(?:\.{3}|…)\s*|\s*(?:\.{3}|…)$/gu, '');
  if (needle.length < 2) return null;
  for (const { messageId, shown: text } of shown) {
    const at = text.text.indexOf(needle);
    if (at >= 0) return { messageId, ...originalSpan(text, at, needle.length) };
  }
  const loose = looseForm(needle);
  for (const { messageId, shown: text } of shown) {
    const match = loose.exec(text.text);
    if (match !== null) return { messageId, ...originalSpan(text, match.index, match[0].length) };
  }
  return null;
}

/** The same words with other spaces, quotation marks or capitals are still verbatim. */
function looseForm(text: string): RegExp {
  const words = text.split(/\s+/).map((word) =>
    Array.from(word, (character) => {
      if (/["“”„«»]/u.test(character)) return '["“”„«»]';
      if (/['‘’‚`´]/u.test(character)) return "['‘’‚`´]";
      return character.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
    }).join(''),
  );
  return new RegExp(words.join(String.raw`\s+`), 'iu');
}
