import type { Replacement } from './mapped-text.js';

export type IdentifierKind =
  'EMAIL' | 'URL' | 'IP' | 'IBAN' | 'CARD' | 'PHONE' | 'NUMBER' | 'REF' | 'HANDLE' | 'NAME';

export interface Identifier {
  start: number;
  end: number;
  kind: IdentifierKind;
  /** The same for every way of writing it, so that it always gets the same placeholder. */
  value: string;
}

type Finder = readonly [IdentifierKind, RegExp];

const TLD =
  '(?:com|net|org|io|co|dev|app|info|biz|me|ai|eu|uk|us|ca|au|de|fr|es|it|nl|be|ch|at|pl|ru|in|jp|cn|br|mx|edu|gov|test|example|invalid|local)';

/** In order: what an earlier one has taken, a later one does not see. Every repetition is bounded: texts are hostile. */
const FINDERS: readonly Finder[] = [
  ['EMAIL', /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,6}[\p{L}\p{N}-]{1,63}/gu],
  [
    'EMAIL',
    /[\p{L}\p{N}._%+-]{1,64}\s{0,2}(?:@|[([{]\s?(?:at|@)\s?[)\]}]|\sat\s)\s{0,2}(?:[\p{L}\p{N}-]{1,63}\s{0,2}(?:\.|[([{]\s?(?:dot|\.)\s?[)\]}]|\sdot\s)\s{0,2}){1,5}\p{L}{2,24}/giu,
  ],
  ['URL', /\b(?:https?|ftp):\/\/\S{1,2000}|\bwww\.[^\s/]{1,255}\S{0,2000}|\bmailto:\S{1,255}/gi],
  ['URL', new RegExp(String.raw`\b(?:[a-z0-9-]{1,63}\.){1,6}${TLD}\b(?:[:/]\S{0,2000})?`, 'gi')],
  ['IP', /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g],
  [
    'IP',
    /(?<![\w:])(?:[\da-f]{1,4}:){2,7}(?::?[\da-f]{1,4}){1,6}(?![\w:])|(?<![\w:])(?:[\da-f]{1,4}:){1,7}:(?:[\da-f]{1,4})?(?![\w:])|(?<![\w:])::[\da-f]{1,4}(?![\w:])/gi,
  ],
  ['IP', /\b(?:[\da-f]{2}[:-]){5}[\da-f]{2}\b/gi],
  ['IBAN', /\b[a-z]{2}\d{2}(?:[ .-]?[a-z0-9]{4}){2,7}(?:[ .-]?[a-z0-9]{1,4})?\b/gi],
];

const HANDLE = /(?<![\w@])@\w[\w.]{0,60}/g;

/** `account no. AB-1234`, `order #5567`: a word that announces a number. */
const ANNOUNCED =
  /\b(?:accounts?|acct|a\/c|customer|client|card|policy|member(?:ship)?|order|ticket|case|invoice|booking|reservation|tracking|passport|licen[cs]e|ssn|social security|tax|vat|serial|imei|pin|code|ref(?:erence)?|id|konto|kunden?|vertrags?|rechnungs?|bestell)(?:[ .-]?(?:no|nr|num|number|nummer|id|code))?\b[\s:#.,=-]{0,4}(?:is|are|was|ist)?[\s:#"'(]{0,4}((?=[a-z0-9-]{0,30}\d)[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?)/gi;

/** Letters and digits mixed, as in tracking numbers and serial numbers. */
const MIXED = /\b(?=(?:[a-z-]{0,20}\d){4})(?=[\d-]{0,40}[a-z])[a-z0-9](?:-?[a-z0-9]){7,60}\b/gi;

/** Seven and more digits, however they are grouped. */
const DIGITS = /(?<![\w.,])\+?\(?\d(?:[ ()./\u00a0\u2010-\u2015-]{0,3}\d){6,}(?![\w])/g;

/** What looks like a number to hide and is a date, a time or an amount. */
const HARMLESS =
  /^(?:(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)?\d{2})(?:[ T]+\d{1,2}(?:[ :.]\d{2})*)?$/;

const compact = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Identifiers of people, accounts and machines in one message, in order and without overlap. */
export function findIdentifiers(text: string, names: RegExp | null): Identifier[] {
  const taken: Identifier[] = [];
  const take = (start: number, end: number, kind: IdentifierKind) => {
    if (taken.some((other) => start < other.end && other.start < end)) return;
    taken.push({ start, end, kind, value: compact(text.slice(start, end)) });
  };
  for (const [kind, pattern] of FINDERS)
    for (const match of text.matchAll(pattern)) take(match.index, match.index + match[0].length, kind);
  for (const match of text.matchAll(DIGITS))
    if (!HARMLESS.test(match[0].trim()))
      take(match.index, match.index + match[0].length, kindOfDigits(match[0]));
  for (const match of text.matchAll(ANNOUNCED)) {
    const number = match[1] ?? '';
    const start = match.index + match[0].length - number.length;
    if (number.replaceAll(/\D/g, '').length >= 3) take(start, start + number.length, 'REF');
  }
  for (const match of text.matchAll(MIXED)) take(match.index, match.index + match[0].length, 'REF');
  for (const match of text.matchAll(HANDLE)) take(match.index, match.index + match[0].length, 'HANDLE');
  if (names !== null)
    for (const match of text.matchAll(names)) take(match.index, match.index + match[0].length, 'NAME');
  return taken.sort((a, b) => a.start - b.start);
}

function kindOfDigits(text: string): IdentifierKind {
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) return 'CARD';
  if (digits.length <= 15 && (/^[+(0]/.test(text) || /[ ().-]/.test(text))) return 'PHONE';
  return 'NUMBER';
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Numbers the identifiers of one day by first appearance: the same one has the same placeholder everywhere. */
export class Placeholders {
  private readonly known = new Map<string, string>();
  private readonly counts = new Map<IdentifierKind, number>();

  of({ kind, value }: Pick<Identifier, 'kind' | 'value'>): string {
    const key = `${kind} ${value}`;
    let placeholder = this.known.get(key);
    if (placeholder === undefined) {
      const count = (this.counts.get(kind) ?? 0) + 1;
      this.counts.set(kind, count);
      placeholder = `[${kind}_${count}]`;
      this.known.set(key, placeholder);
    }
    return placeholder;
  }

  replacements(text: string, names: RegExp | null): Replacement[] {
    return findIdentifiers(text, names).map((found) => ({
      start: found.start,
      end: found.end,
      by: this.of(found),
    }));
  }
}

/** For what a model wrote: it has seen no identifiers, but may invent or guess one. */
export function withoutIdentifiers(text: string): string {
  let masked = text;
  for (const { start, end, kind } of findIdentifiers(text, null).reverse())
    masked = `${masked.slice(0, start)}[${kind}]${masked.slice(end)}`;
  return masked;
}
