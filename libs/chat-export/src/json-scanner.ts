import {
  CLOSE,
  COLON,
  COMMA,
  LINE_FEED,
  NUMBER_START,
  OPEN,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  STRUCTURE_CLASS,
  WORDS,
  WORD_START,
} from './byte-classes.js';
import { NUMBER_OVER, firstNumberState, nextNumberState, numberMayEnd } from './number-grammar.js';
import { Preamble } from './preamble.js';
import { ExportRefused, type RefusalCode } from './refusal.js';
import { StringGrammar } from './string-grammar.js';

export const MAX_DEPTH = 64;
/** Values and keys down to here are told to the watcher: lists and the messages in them. */
const WATCHED_DEPTH = 2;

const PREAMBLE = 0;
const STRUCTURE = 1;
const STRING = 2;
const NUMBER = 3;
const WORD = 4;

const VALUE = 0;
const VALUE_OR_CLOSE = 1;
const KEY = 2;
const KEY_OR_CLOSE = 3;
const KEY_COLON = 4;
const COMMA_OR_CLOSE = 5;
const NOTHING = 6;
const EXPECTED = [
  'a value',
  'a value or `]`',
  'a key in double quotes',
  'a key in double quotes or `}`',
  '`:`',
  '`,` or a closing bracket',
  'nothing',
];

/** Told of the document's outline. `depth` is the number of brackets open around the value; offsets are absolute. */
export interface Watcher {
  valueBegins(depth: number, firstByte: number, at: number): void;
  valueEnds(depth: number, end: number): void;
  /** A key of the document itself, without its quotes. */
  keyBegins(at: number): void;
  keyEnds(end: number): void;
}

/** Where to go on: behind a complete value, inside of these brackets. */
export interface ScanPosition {
  byteOffset: number;
  open: readonly number[];
}

/**
 * Validates one JSON document strictly (RFC 8259, UTF-8) while its bytes arrive in chunks. Memory doesn't grow with
 * the document. The loops touch each byte once, with tables instead of calls, as this runs over gigabytes.
 */
export class JsonScanner {
  private base: number;
  private line = 1;
  private mode: number;
  private expected: number;
  private depth: number;
  private readonly brackets = new Uint8Array(MAX_DEPTH);
  private inKey = false;
  private readonly preamble: Preamble;
  private readonly strings: StringGrammar;
  private numberState = 0;
  private word: Uint8Array = new Uint8Array();
  private wordAt = 0;

  constructor(
    private readonly watcher: Watcher,
    from?: ScanPosition,
  ) {
    this.base = from?.byteOffset ?? 0;
    this.mode = from ? STRUCTURE : PREAMBLE;
    this.expected = from ? COMMA_OR_CLOSE : VALUE;
    this.depth = from?.open.length ?? 0;
    this.brackets.set(from?.open ?? []);
    const refuse = (code: RefusalCode, what: string, at: number): never => this.refuse(code, what, at);
    this.preamble = new Preamble(refuse);
    this.strings = new StringGrammar(refuse);
  }

  write(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.mode === STRUCTURE) at = this.structure(chunk, at);
      else if (this.mode === STRING) at = this.string(chunk, at);
      else if (this.mode === NUMBER) at = this.number(chunk, at);
      else if (this.mode === WORD) at = this.letters(chunk, at);
      else {
        at = this.preamble.scan(chunk);
        if (at < chunk.length) this.mode = STRUCTURE;
      }
    }
    this.base += chunk.length;
  }

  end(): void {
    if (this.mode === STRUCTURE && this.expected === NOTHING) return;
    if (this.mode === PREAMBLE) this.preamble.end();
    this.refuse('cut_off', 'the file ends in the middle of the document', 0);
  }

  /** The fault stands at this offset of the whole document. */
  refuseAt(code: RefusalCode, what: string, byteOffset: number): never {
    throw new ExportRefused(code, what, byteOffset, byteOffset === 0 ? 1 : this.line + this.preamble.lines);
  }

  private refuse(code: RefusalCode, what: string, at: number): never {
    return this.refuseAt(code, what, this.base + at);
  }

  private structure(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      const what = STRUCTURE_CLASS[byte];
      if (what === SPACE) {
        if (byte === LINE_FEED) this.line++;
      } else if (what === QUOTE) {
        this.beginString(byte, at);
        return at + 1;
      } else if (what === COMMA) this.comma(byte, at);
      else if (what === COLON) this.colon(byte, at);
      else if (what === OPEN) this.openBracket(byte, at);
      else if (what === CLOSE) this.closeBracket(byte, at);
      else if (what === NUMBER_START || what === WORD_START) {
        this.beginScalar(byte, what, at);
        return at + 1;
      } else this.unexpected(byte, at);
    }
    return chunk.length;
  }

  private comma(byte: number, at: number): void {
    if (this.expected !== COMMA_OR_CLOSE) this.unexpected(byte, at);
    this.expected = this.brackets[this.depth - 1] === OPEN_OBJECT ? KEY : VALUE;
  }

  private colon(byte: number, at: number): void {
    if (this.expected !== KEY_COLON) this.unexpected(byte, at);
    this.expected = VALUE;
  }

  private openBracket(byte: number, at: number): void {
    this.valueBegins(byte, at);
    if (this.depth === MAX_DEPTH) {
      this.refuse('too_deep', `brackets are nested more than ${MAX_DEPTH} deep`, at);
    }
    this.brackets[this.depth++] = byte;
    this.expected = byte === OPEN_OBJECT ? KEY_OR_CLOSE : VALUE_OR_CLOSE;
  }

  private closeBracket(byte: number, at: number): void {
    // In ASCII `]` and `}` stand two places behind their opening brackets.
    const matches = this.depth > 0 && this.brackets[this.depth - 1] === byte - 2;
    const orClose = this.expected === KEY_OR_CLOSE || this.expected === VALUE_OR_CLOSE;
    if (!matches || !(orClose || this.expected === COMMA_OR_CLOSE)) this.unexpected(byte, at);
    this.depth--;
    this.valueEnds(at + 1);
  }

  private valueBegins(byte: number, at: number): void {
    if (this.expected !== VALUE && this.expected !== VALUE_OR_CLOSE) this.unexpected(byte, at);
    if (this.depth <= WATCHED_DEPTH) this.watcher.valueBegins(this.depth, byte, this.base + at);
  }

  private valueEnds(end: number): void {
    this.mode = STRUCTURE;
    this.expected = this.depth === 0 ? NOTHING : COMMA_OR_CLOSE;
    if (this.depth <= WATCHED_DEPTH) this.watcher.valueEnds(this.depth, this.base + end);
  }

  private beginString(byte: number, at: number): void {
    this.inKey = this.expected === KEY || this.expected === KEY_OR_CLOSE;
    if (!this.inKey) this.valueBegins(byte, at);
    else if (this.depth === 1) this.watcher.keyBegins(this.base + at + 1);
    this.mode = STRING;
  }

  private beginScalar(byte: number, what: number, at: number): void {
    this.valueBegins(byte, at);
    this.mode = what === NUMBER_START ? NUMBER : WORD;
    this.numberState = firstNumberState(byte);
    this.word = WORDS.get(byte) ?? this.word;
    this.wordAt = 1;
  }

  private string(chunk: Uint8Array, from: number): number {
    const quote = this.strings.scan(chunk, from);
    if (quote === chunk.length) return quote;
    if (this.inKey) {
      this.mode = STRUCTURE;
      this.expected = KEY_COLON;
      if (this.depth === 1) this.watcher.keyEnds(this.base + quote);
    } else this.valueEnds(quote + 1);
    return quote + 1;
  }

  private number(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      const next = nextNumberState(this.numberState, byte);
      if (next === NUMBER_OVER) {
        if (!numberMayEnd(this.numberState)) this.unexpected(byte, at, 'a digit');
        this.valueEnds(at);
        return at;
      }
      this.numberState = next;
    }
    return chunk.length;
  }

  private letters(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte !== this.word[this.wordAt]) this.unexpected(byte, at, '`true`, `false` or `null`');
      this.wordAt++;
      if (this.wordAt === this.word.length) {
        this.valueEnds(at + 1);
        return at + 1;
      }
    }
    return chunk.length;
  }

  private unexpected(byte: number, at: number, wanted = EXPECTED[this.expected]): never {
    const printable = byte > 0x20 && byte < 0x7f;
    const found = printable
      ? `\`${String.fromCharCode(byte)}\``
      : `byte 0x${byte.toString(16).padStart(2, '0')}`;
    if (this.mode === STRUCTURE && this.expected === NOTHING) {
      this.refuse('trailing_data', `${found} follows the end of the document`, at);
    }
    this.refuse('syntax', `expected ${wanted}, found ${found}`, at);
  }
}
