/** Replies stay under the 512 KB that the bus carries; what doesn't fit is asked for again. */
const MAX_REPLY_BYTES = 400_000;

export class ReplyBudget {
  private left = MAX_REPLY_BYTES;

  /** Whether this much still fits. The first always does: a reply without progress would be asked for for ever. */
  take(bytes: number): boolean {
    const isFirst = this.left === MAX_REPLY_BYTES;
    if (bytes > this.left && !isFirst) return false;
    this.left -= bytes;
    return true;
  }
}

export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
