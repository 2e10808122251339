/**
 * Sums of measured values, exact: each value is rounded once to 1e-9 and kept as a whole number of nano-units, so
 * neither order nor a later subtraction can change a sum.
 */
export const NANO = 1_000_000_000;
const NANO_DIGITS = 9;

export function toNano(value: number): bigint {
  const scaled = value * NANO;
  // Above 2^53 a number holds no fraction any more: go by its decimal digits.
  if (Math.abs(scaled) <= Number.MAX_SAFE_INTEGER) return BigInt(Math.round(scaled));
  return BigInt(value.toFixed(NANO_DIGITS).replace('.', ''));
}

/** For a `numeric` in SQL: the digits, and where the point goes. Nine decimals whatever the number. */
export const nanoLiteral = (nano: bigint): string => `${String(nano)}e-9`;

export const nanoToNumber = (nano: bigint): number => Number(nano) / NANO;

/** `null` of nothing, not 0. */
export function meanOfNano(sum: bigint, n: number): number | null {
  return n === 0 ? null : nanoToNumber(sum) / n;
}

/** `null` of nothing, not 0. */
export function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  let n = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    n++;
  }
  return n === 0 ? null : sum / n;
}

/** Of what SQL writes for a `numeric` sum. */
export function decimalToNano(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(NANO_DIGITS, '0').slice(0, NANO_DIGITS));
}
