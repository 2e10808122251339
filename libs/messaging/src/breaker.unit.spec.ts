import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.js';

const after = (run: (breaker: Breaker) => void) => {
  const breaker = new Breaker();
  run(breaker);
  return breaker;
};

function times(count: number, run: () => unknown): void {
  for (let i = 0; i < count; i++) run();
}

describe('the breaker', () => {
  it('lets some dead letters pass, and any number among many successes', () => {
    const quiet = new Breaker();
    times(19, () => expect(quiet.failure(1_000)).toBe(0));
    const busy = after((breaker) => breaker.success(1_000, 1_000));
    times(500, () => expect(busy.failure(1_000)).toBe(0));
  });

  it('trips when nearly everything fails, and again until someone has looked', () => {
    const breaker = after((each) => times(19, () => each.failure(1_000)));
    expect(breaker.failure(1_000)).toBe(20);
    expect(breaker.failure(1_000)).toBe(21);
    breaker.reset();
    times(19, () => expect(breaker.failure(2_000)).toBe(0));
    expect(breaker.failure(2_000)).toBe(20);
  });

  it('forgets after a minute', () => {
    const breaker = after((each) => times(19, () => each.failure(1_000)));
    expect(breaker.failure(62_000)).toBe(0);
  });
});
