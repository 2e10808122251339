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
    expect(after((breaker) => times(19, () => breaker.failure(1_000))).delay(1_000)).toBe(0);
    const busy = after((breaker) => {
      breaker.success(1_000, 1_000);
      times(500, () => breaker.failure(1_000));
    });
    expect(busy.delay(1_000)).toBe(0);
  });

  it('rests when nearly everything fails, each time anew', () => {
    const breaker = after((each) => times(19, () => each.failure(1_000)));
    expect(breaker.failure(1_000)).toBe(true);
    expect(breaker.delay(1_000)).toBe(30_000);
    expect(breaker.delay(31_000)).toBe(0);
    expect(breaker.failure(31_000)).toBe(true);
    expect(breaker.failure(100_000)).toBe(true);
    expect(breaker.delay(100_000)).toBe(30_000);
  });

  it('goes on as soon as events succeed', () => {
    const breaker = after((each) => times(20, () => each.failure(1_000)));
    breaker.success(50, 2_000);
    expect(breaker.delay(2_000)).toBe(0);
  });

  it('forgets', () => {
    const breaker = after((each) => times(19, () => each.failure(1_000)));
    expect(breaker.failure(62_000)).toBe(false);
  });
});
