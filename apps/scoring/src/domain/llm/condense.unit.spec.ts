import { expect, it } from 'vitest';
import { condense, MESSAGE_TOKENS } from './condense.js';
import { originalSpan } from './mapped-text.js';

/** A word is a token. */
const count = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
const words = (n: number, word = 'w') => Array.from({ length: n }, (_, i) => `${word}${i}`).join(' ');
const room = (tokens: number) => ({ tokens, tokensPerMessage: 0, count });
const condensed = (texts: readonly string[], tokens: number) =>
  condense(
    texts.map((text) => ({ text })),
    room(tokens),
    (shown) => shown,
  );

it('leaves a day that fits as it is', () => {
  const { kept, gap, shortened } = condensed([words(50), words(50)], 100);
  expect(kept.map(({ shown }) => shown.text)).toEqual([words(50), words(50)]);
  expect([gap, shortened]).toEqual([null, 0]);
});

it('keeps the first 60 % and the last 40 % of a long message, and says how many words are missing', () => {
  const text = words(2_000, 'word');
  const { kept, shortened } = condensed([text], 10_000);
  const [{ shown } = { shown: undefined }] = kept;
  expect(shortened).toBe(1);
  const [head = '', missing = '', tail = ''] =
    shown?.text.split(/ \[\.\.\. | words left out \.\.\.\] /) ?? [];
  expect(count(head) + count(tail)).toBeLessThanOrEqual(MESSAGE_TOKENS + 10);
  expect(count(head) / (count(head) + count(tail))).toBeCloseTo(0.6, 1);
  expect(count(head) + Number(missing) + count(tail)).toBe(2_000);
  expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
});

it('leaves out whole messages of the middle, and says how many and where', () => {
  const texts = Array.from({ length: 100 }, (_, i) => words(10, `m${i}x`));
  const { kept, gap } = condensed(texts, 200);
  expect(kept.length).toBe(20);
  expect(gap).toEqual({ before: 8, messages: 80 });
  expect(kept.map(({ message }) => texts.indexOf(message.text))).toEqual([
    ...[0, 1, 2, 3, 4, 5, 6, 7],
    ...[88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99],
  ]);
});

it('finds what is shown of a shortened message again in the original', () => {
  const text = words(2_000, 'word');
  const { shown } = condensed([text], 10_000).kept[0] ?? { shown: { text: '', starts: [], ends: [] } };
  const at = shown.text.indexOf('word1990 word1991');
  const span = originalSpan(shown, at, 'word1990 word1991'.length);
  expect(text.slice(span.start, span.start + span.length)).toBe('word1990 word1991');
});
