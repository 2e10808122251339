/** Tokens flow in evenly, a minute's worth at most is kept, and each request takes one. */
export interface Bucket {
  tokens: number;
  at: number;
}

export interface Draw {
  bucket: Bucket;
  allowed: boolean;
  remaining: number;
  /** Seconds until a token is there (if none is now), or until the bucket is full again. */
  retryAfter: number;
  resetAfter: number;
}

/** `perMinute` is both the rate and the size; times are in milliseconds. */
export function draw(before: Bucket | undefined, perMinute: number, now: number): Draw {
  const perMs = perMinute / 60_000;
  const filled = before === undefined ? perMinute : before.tokens + Math.max(0, now - before.at) * perMs;
  const there = Math.min(perMinute, filled);
  const allowed = there >= 1;
  const tokens = allowed ? there - 1 : there;
  return {
    bucket: { tokens, at: now },
    allowed,
    remaining: Math.floor(tokens),
    retryAfter: allowed ? 0 : Math.ceil((1 - tokens) / perMs / 1000),
    resetAfter: Math.ceil((perMinute - tokens) / perMs / 1000),
  };
}
