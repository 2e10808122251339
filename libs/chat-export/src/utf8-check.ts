/**
 * Strict UTF-8 (RFC 3629), byte by byte over chunk borders: no overlong forms, no surrogates (CESU-8), nothing above
 * U+10FFFF. Plain ASCII never comes here.
 */
export class Utf8Check {
  private remaining = 0;
  private lowest = 0x80;
  private highest = 0xbf;

  /** In the middle of a character. */
  get pending(): boolean {
    return this.remaining > 0;
  }

  /** Takes the next byte; false where it can't stand there. */
  accepts(byte: number): boolean {
    if (this.remaining === 0) return this.begins(byte);
    if (byte < this.lowest || byte > this.highest) return false;
    this.remaining--;
    this.lowest = 0x80;
    this.highest = 0xbf;
    return true;
  }

  private begins(lead: number): boolean {
    if (lead < 0x80) return true;
    if (lead < 0xc2 || lead > 0xf4) return false;
    this.remaining = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (lead === 0xe0) this.lowest = 0xa0;
    else if (lead === 0xed) this.highest = 0x9f;
    else if (lead === 0xf0) this.lowest = 0x90;
    else if (lead === 0xf4) this.highest = 0x8f;
    return true;
  }
}
