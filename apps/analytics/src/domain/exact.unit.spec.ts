import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, meanOfNano, nanoLiteral, toNano } from './exact.js';

describe('exact sums', () => {
  it('rounds a value once, to 1e-9', () => {
    expect(toNano(0)).toBe(0n);
    expect(toNano(10 / 3)).toBe(3_333_333_333n);
    expect(toNano(-4.9999999996)).toBe(-5_000_000_000n);
    expect(toNano(86_400 * 365 * 30)).toBe(946_080_000_000_000_000n);
  });

  it('writes what PostgreSQL reads as the same number', () => {
    expect(nanoLiteral(0n)).toBe('0e-9');
    expect(nanoLiteral(-1n)).toBe('-1e-9');
    expect(nanoLiteral(3_333_333_333n)).toBe('3333333333e-9');
    expect(nanoLiteral(-12_000_000_000n)).toBe('-12000000000e-9');
  });

  const value = fc.oneof(
    fc.double({ min: -100, max: 100, noNaN: true }),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
  );

  it('is within half a unit, until numbers themselves are coarser', () => {
    fc.assert(
      fc.property(value, (v) => {
        const back = Number(nanoLiteral(toNano(v)));
        expect(Math.abs(back - v)).toBeLessThanOrEqual(Math.max(5.001e-10, Math.abs(v) * 2 ** -52));
      }),
    );
  });

  it('forgets what was added and taken away again, in any order', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (kept, removed) => {
        const sum = (values: number[]) => values.reduce((total, v) => total + toNano(v), 0n);
        expect(sum([...kept, ...removed]) - sum(removed)).toBe(sum([...kept].reverse()));
      }),
    );
  });

  it('has no mean of nothing', () => {
    expect(meanOf([])).toBeNull();
    expect(meanOf([null, null])).toBeNull();
    expect(meanOf([null, 1, 2])).toBe(1.5);
    expect(meanOfNano(0n, 0)).toBeNull();
    expect(meanOfNano(3_000_000_000n, 2)).toBe(1.5);
  });
});
