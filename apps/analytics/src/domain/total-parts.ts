import { decimalToNano, NANO } from './exact.js';
import { COUNTS, noTotals, SUMS, type Count, type Sum, type Totals } from './totals.js';

/**
 * Totals as a list of plain numbers, because a bigint is made anew at each step: the counts, then the whole units of each
 * sum, then its nano-units. All are whole numbers, and stay below 2^53 for as long as fewer than nine million are added:
 * so they are as exact as the sums they are parts of.
 */
export type TotalParts = Float64Array;

const WHOLES = COUNTS.length;
const NANOS = WHOLES + SUMS.length;
const WHOLE = BigInt(NANO);

const COUNT_AT = Object.fromEntries(COUNTS.map((name, i) => [name, i])) as Record<Count, number>;
const SUM_AT = Object.fromEntries(SUMS.map((name, i) => [name, i])) as Record<Sum, number>;

export const noParts = (): TotalParts => new Float64Array(NANOS + SUMS.length);

/** Counts in the order of COUNTS, sums in that of SUMS, as SQL writes a `numeric`. */
export function partsOf(counts: readonly number[], decimals: readonly string[]): TotalParts {
  const parts = noParts();
  parts.set(counts);
  decimals.forEach((decimal, i) => {
    const nano = decimalToNano(decimal);
    parts[WHOLES + i] = Number(nano / WHOLE);
    parts[NANOS + i] = Number(nano % WHOLE);
  });
  return parts;
}

export function addParts(into: TotalParts, parts: TotalParts): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + (parts[i] ?? 0);
}

export function sumOf(a: TotalParts, b: TotalParts): TotalParts {
  const sum = Float64Array.from(a);
  addParts(sum, b);
  return sum;
}

export const countIn = (parts: TotalParts, name: Count): number => parts[COUNT_AT[name]] ?? 0;

/** Rounded to a number. */
export const sumIn = (parts: TotalParts, name: Sum): number =>
  (parts[WHOLES + SUM_AT[name]] ?? 0) + (parts[NANOS + SUM_AT[name]] ?? 0) / NANO;

export function totalsIn(parts: TotalParts): Totals {
  const totals = noTotals();
  for (const name of COUNTS) totals.counts[name] = countIn(parts, name);
  SUMS.forEach((name, i) => {
    totals.sums[name] = BigInt(parts[WHOLES + i] ?? 0) * WHOLE + BigInt(parts[NANOS + i] ?? 0);
  });
  return totals;
}
