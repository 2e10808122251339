import { addTotals, COUNTS, noTotals, SUMS, type Totals } from '../domain/totals.js';
import { decimalToNano } from '../domain/exact.js';

/** Sums over rows of daily_metrics, in types that the driver reads exactly. */
export const TOTALS_COLUMNS = [
  ...COUNTS.map((name) => `sum(${name})::float8 as ${name}`),
  ...SUMS.map((name) => `sum(${name}_sum)::text as ${name}_sum`),
].join(', ');

export type TotalsRecord = Record<string, string | number | null>;

export function toTotals(record: TotalsRecord): Totals {
  const totals = noTotals();
  for (const name of COUNTS) totals.counts[name] = Number(record[name]);
  for (const name of SUMS) totals.sums[name] = decimalToNano(String(record[`${name}_sum`]));
  return totals;
}

export function totalOf(records: readonly TotalsRecord[]): Totals {
  const total = noTotals();
  for (const record of records) addTotals(total, toTotals(record), 1);
  return total;
}
