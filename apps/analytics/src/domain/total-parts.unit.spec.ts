import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nanoLiteral } from './exact.js';
import { addParts, noParts, partsOf, sumsIn, totalsIn } from './total-parts.js';
import { COUNTS, noTotals, SUMS } from './totals.js';

/** As PostgreSQL writes a `numeric` of nine decimals. */
function decimalOf(nano: bigint): string {
  const digits = String(nano < 0n ? -nano : nano).padStart(10, '0');
  return `${nano < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

const record = fc.record({
  counts: fc.array(fc.nat(1_000_000), { minLength: COUNTS.length, maxLength: COUNTS.length }),
  sums: fc.array(fc.bigInt(-(10n ** 20n), 10n ** 20n), { minLength: SUMS.length, maxLength: SUMS.length }),
});

describe('totals as plain numbers', () => {
  it('add up to what the exact sums add up to, of either sign and however large', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 50 }), (records) => {
        const parts = noParts();
        const totals = noTotals();
        for (const { counts, sums } of records) {
          addParts(parts, partsOf(counts, sums.map(decimalOf)));
          COUNTS.forEach((name, i) => (totals.counts[name] += counts[i] ?? 0));
          SUMS.forEach((name, i) => (totals.sums[name] += sums[i] ?? 0n));
        }
        expect(totalsIn(parts)).toEqual(totals);
      }),
    );
  });

  it('read as a number what the sum is', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 16n), 10n ** 16n), (nano) => {
        const parts = partsOf([], [decimalOf(nano)]);
        expect(sumsIn([parts], SUMS[0])[0]).toBeCloseTo(Number(nanoLiteral(nano)), 6);
      }),
    );
  });
});
