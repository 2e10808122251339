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

/** The same count of many, one after the other. */
export function countsIn(many: readonly TotalParts[], name: Count): Float64Array {
  const at = COUNT_AT[name];
  const counts = new Float64Array(many.length);
  for (let i = 0; i < counts.length; i++) counts[i] = many[i]?.[at] ?? 0;
  return counts;
}

/** The same sum of many, each rounded to a number. */
export function sumsIn(many: readonly TotalParts[], name: Sum): Float64Array {
  const [whole, nano] = [WHOLES + SUM_AT[name], NANOS + SUM_AT[name]];
  const sums = new Float64Array(many.length);
  for (let i = 0; i < sums.length; i++) {
    const parts = many[i];
    sums[i] = (parts?.[whole] ?? 0) + (parts?.[nano] ?? 0) / NANO;
  }
  return sums;
}

export function totalsIn(parts: TotalParts): Totals {
  const totals = noTotals();
  COUNTS.forEach((name, i) => (totals.counts[name] = parts[i] ?? 0));
  SUMS.forEach((name, i) => {
    totals.sums[name] = BigInt(parts[WHOLES + i] ?? 0) * WHOLE + BigInt(parts[NANOS + i] ?? 0);
  });
  return totals;
}
