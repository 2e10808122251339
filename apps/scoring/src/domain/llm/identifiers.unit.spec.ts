import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIdentifiers, Placeholders } from './identifiers.js';
import { originalSpan, replaceSpans, unchanged } from './mapped-text.js';
import { namePattern, namesTold } from './names.js';
import { plainText } from './plain-text.js';

const kinds = (text: string) =>
  findIdentifiers(text, null).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('findIdentifiers', () => {
  it.each([
    ['write to jo.hn+x@mail.example.co.uk please', 'EMAIL', 'jo.hn+x@mail.example.co.uk'],
    ['my mail is anna (at) web dot de', 'EMAIL', 'anna (at) web dot de'],
    ['bob at example dot com', 'EMAIL', 'bob at example dot com'],
    ['see https://acme.test/u/99?tok=abc', 'URL', 'https://acme.test/u/99?tok=abc'],
    ['on www.acme.test/me', 'URL', 'www.acme.test/me'],
    ['my shop is maria-shop.com', 'URL', 'maria-shop.com'],
    ['from 203.0.113.77 today', 'IP', '203.0.113.77'],
    ['from 2001:db8:85a3::8a2e:370:7334 today', 'IP', '2001:db8:85a3::8a2e:370:7334'],
    ['IBAN DE89 3704 0044 0532 0130 00 ok', 'IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['gb29nwbk60161331926819', 'IBAN', 'gb29nwbk60161331926819'],
    ['card 4111 1111 1111 1111 exp', 'CARD', '4111 1111 1111 1111'],
    ['card 5500-0000-0000-0004', 'CARD', '5500-0000-0000-0004'],
    ['call +49 (0)30 901820-45', 'PHONE', '+49 (0)30 901820-45'],
    ['call (415) 555-0132 now', 'PHONE', '(415) 555-0132'],
    ['number 4155550132', 'NUMBER', '4155550132'],
    ['4 1 5 5 5 5 0 1 3 2', 'PHONE', '4 1 5 5 5 5 0 1 3 2'],
    ['account no. 48213', 'REF', '48213'],
    ['order #5567-A', 'REF', '5567-A'],
    ['parcel 1Z999AA10123456784 is late', 'REF', '1Z999AA10123456784'],
    ['hey @jane_doe help', 'HANDLE', '@jane_doe'],
  ])('finds in %j the %s', (text, kind, found) => {
    expect(kinds(text)).toContainEqual([kind, found]);
  });

  it.each([
    'It took 3 days and 45 minutes',
    'On 2026-01-03 14:05 I paid 1,299.50 dollars',
    'since 03/11/2026, 10 of 12 calls failed',
    'error 500 twice, version 2.10.4',
    'I waited 2 hours. 30 people in the queue!',
  ])('leaves %j as it is', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it('sees through full-width digits and zero-width characters', () => {
    const text = plainText(
      unchanged('ｃａｒｄ ４１１１\u200b１１１１１１１１１１１１ and jo\u200bhn@ex\u2060ample.com'),
    ).text;
    expect(kinds(text).map(([kind]) => kind)).toEqual(['CARD', 'EMAIL']);
  });

  it('ends in time on hostile text', () => {
    for (const piece of ['a', 'a-', '1-', '@', 'id   ', 'a.a', ' at ', '((', '1 ', 'A1', '::', 'é'])
      findIdentifiers(piece.repeat(20_000 / piece.length), null);
  });
});

describe('names', () => {
  const hidden = (names: string[], text: string) => {
    const pattern = namePattern(names);
    return new Placeholders()
      .replacements(text, pattern)
      .reduceRight((shown, { start, end, by }) => shown.slice(0, start) + by + shown.slice(end), text);
  };

  it('are hidden whole and in parts, in any case, but not inside words', () => {
    expect(hidden(['Maria Lopez'], 'MARIA called. maria lopez, Lopez; mariachi')).toBe(
      '[NAME_1] called. [NAME_2], [NAME_3]; mariachi',
    );
  });

  it('that are also words are hidden only as names', () => {
    expect(hidden(['Will Young'], 'Will said he will call the young man')).toBe(
      '[NAME_1] said he will call the young man',
    );
  });

  it('of roles are no names', () => {
    expect(namePattern(['support_team', 'Admin'])).toBeNull();
  });

  it('are learnt from what people say', () => {
    expect(
      namesTold([
        'Hi Anna, my name is Tom Berger and I am locked out',
        'Hello! This is Priya from billing.',
        'Thanks Ángel!',
        'Dear Mr. Smith, we are sorry',
        'Best regards, Jonas',
        'I am Not happy. Hi There',
        'Hi I need help',
      ]).sort(),
    ).toEqual(['Anna', 'Jonas', 'Priya', 'Smith', 'Tom Berger', 'Ángel']);
  });
});

describe('replaceSpans', () => {
  it('leads every shown character back to where it came from', () => {
    const text = fc.string({ minLength: 1, maxLength: 60 });
    const cuts = fc.array(fc.tuple(fc.nat(60), fc.nat(10), fc.string({ maxLength: 8 })), { maxLength: 6 });
    fc.assert(
      fc.property(text, cuts, (original, raw) => {
        const replacements = raw
          .map(([start, length, by]) => ({ start, end: Math.min(start + length, original.length), by }))
          .filter(({ start, end }) => start < end)
          .sort((a, b) => a.start - b.start);
        const shown = replaceSpans(unchanged(original), replacements);
        expect(shown.starts).toHaveLength(shown.text.length);
        for (let i = 0; i < shown.text.length; i++) {
          const { start, length } = originalSpan(shown, i, 1);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + length).toBeLessThanOrEqual(original.length);
          expect(length).toBeGreaterThan(0);
        }
        if (replacements.length === 0) expect(shown.text).toBe(original);
      }),
    );
  });
});
