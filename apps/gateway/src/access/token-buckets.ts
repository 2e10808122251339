import { type Bucket, draw, type Draw } from './domain/token-bucket.js';

const MOST = 50_000;

/** A bucket for each key; those of this process. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly perMinute: number) {}

  take(key: string): Draw {
    const result = draw(this.buckets.get(key), this.perMinute, performance.now());
    // The least recently drawn first: by now it is full again, or nearly.
    this.buckets.delete(key);
    this.buckets.set(key, result.bucket);
    if (this.buckets.size > MOST) {
      for (const oldest of this.buckets.keys()) {
        this.buckets.delete(oldest);
        break;
      }
    }
    return result;
  }
}
