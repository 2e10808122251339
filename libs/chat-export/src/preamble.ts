import { LINE_FEED, OPEN_ARRAY, OPEN_OBJECT } from './byte-classes.js';
import type { RefusalCode } from './refusal.js';
import { Utf8Check } from './utf8-check.js';

/** Text before the first `{` or `[` is skipped up to this length. */
export const MAX_PREAMBLE_BYTES = 64 * 1024;

/**
 * What stands before the first `{` or `[`: a byte-order mark, blank lines, the query or headline that export tools
 * write. Any UTF-8 text is skipped; a file without a bracket (`null`, `42`, `"text"`, blank) is refused.
 */
export class Preamble {
  lines = 0;
  private skipped = 0;
  private hasText = false;
  private readonly utf8 = new Utf8Check();

  constructor(private readonly refuse: (code: RefusalCode, what: string, at: number) => never) {}

  /** Returns the place of the first bracket, or the chunk's length. */
  scan(chunk: Uint8Array): number {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (!this.utf8.accepts(byte)) this.refuse('not_utf8', 'the file is not UTF-8 text', at);
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return at;
      if (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) this.refuse('not_json', 'the file is not text', at);
      if (byte === LINE_FEED) this.lines++;
      if (byte > 0x20 && byte < 0x80) this.hasText = true;
      if (++this.skipped > MAX_PREAMBLE_BYTES) {
        this.refuse('not_json', `there is no \`{\` or \`[\` in the first ${MAX_PREAMBLE_BYTES} bytes`, at);
      }
    }
    return chunk.length;
  }

  /** The file ended without a bracket. */
  end(): never {
    if (this.hasText) this.refuse('not_json', 'there is no `{` or `[` in the file', 0);
    return this.refuse('empty', 'the file is empty', 0);
  }
}
