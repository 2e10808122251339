import { BACKSLASH, DOUBLE_QUOTE, ESCAPABLE, HEX_DIGIT, PLAIN_IN_STRING } from './byte-classes.js';
import type { RefusalCode } from './refusal.js';
import { Utf8Check } from './utf8-check.js';

const LETTER_U = 0x75;
const HEX_DIGITS = 4;

/** The inside of JSON strings, over chunk borders. */
export class StringGrammar {
  private readonly utf8 = new Utf8Check();
  private afterBackslash = false;
  private hexDigitsDue = 0;

  constructor(private readonly refuse: (code: RefusalCode, what: string, at: number) => never) {}

  /** Goes on inside a string; returns the place of its closing quote, or the chunk's length if it isn't there. */
  scan(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.utf8.pending) this.continueCharacter(chunk[at] as number, at);
      else if (this.afterBackslash || this.hexDigitsDue > 0) this.continueEscape(chunk[at] as number, at);
      else {
        while (at < chunk.length && PLAIN_IN_STRING[chunk[at] as number] === 1) at++;
        if (at === chunk.length || chunk[at] === DOUBLE_QUOTE) return at;
        this.begin(chunk[at] as number, at);
      }
      at++;
    }
    return at;
  }

  private begin(byte: number, at: number): void {
    if (byte === BACKSLASH) this.afterBackslash = true;
    else if (byte >= 0x80) this.continueCharacter(byte, at);
    else this.refuse('control_character', 'a string holds a raw control character', at);
  }

  private continueCharacter(byte: number, at: number): void {
    if (!this.utf8.accepts(byte)) this.refuse('not_utf8', 'a character is not valid UTF-8', at);
  }

  private continueEscape(byte: number, at: number): void {
    if (this.hexDigitsDue > 0) {
      if (HEX_DIGIT[byte] !== 1) this.refuse('syntax', '`\\u` wants four hexadecimal digits', at);
      this.hexDigitsDue--;
      return;
    }
    if (ESCAPABLE[byte] !== 1) this.refuse('syntax', 'JSON has no such escape after a backslash', at);
    this.afterBackslash = false;
    if (byte === LETTER_U) this.hexDigitsDue = HEX_DIGITS;
  }
}
