import { describe, expect, it } from 'vitest';
import { type Bucket, draw } from './token-bucket.js';

describe('a token bucket', () => {
  it('gives a minute of tokens at once, then one at a time as they flow in', () => {
    let bucket: Bucket | undefined;
    const take = (now: number) => {
      const result = draw(bucket, 60, now);
      bucket = result.bucket;
      return result;
    };
    for (let n = 59; n >= 0; n--) expect(take(0)).toMatchObject({ allowed: true, remaining: n });
    expect(take(0)).toMatchObject({ allowed: false, remaining: 0, retryAfter: 1, resetAfter: 60 });
    expect(take(500).allowed).toBe(false);
    expect(take(1_000)).toMatchObject({ allowed: true, remaining: 0 });
    expect(take(10 * 60_000)).toMatchObject({ allowed: true, remaining: 59, resetAfter: 1 });
  });

  it('loses nothing when the clock goes back', () => {
    const { bucket } = draw(undefined, 60, 1_000);
    expect(draw(bucket, 60, 0).remaining).toBe(58);
  });
});
