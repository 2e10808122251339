import { agreementOf, type Agreement, type Sorted } from './agreement.js';

/** A figure with its 95 % interval. */
export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
}
export type Figures = Record<keyof Agreement, Figure>;

const RESAMPLES = 1000;
const SEED = 20261121;
const [LOW, HIGH] = [0.025, 0.975];
const FIGURES = ['spearman', 'quadraticKappa', 'mae', 'bias'] as const;

/**
 * Percentile bootstrap over days: what the figure would have been had other days of the same kind been rated. The seed
 * is fixed, so that the same ratings always give the same interval.
 */
export function figuresOf(days: Sorted): Figures {
  const n = days.scores.length;
  const whole = agreementOf(days, new Float64Array(n).fill(1));
  const next = randomIntegers(SEED);
  const times = new Float64Array(n);
  const samples: Agreement[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    times.fill(0);
    for (let draw = 0; draw < n; draw++) {
      const day = next(n);
      times[day] = (times[day] ?? 0) + 1;
    }
    samples.push(agreementOf(days, times));
  }
  const entries = FIGURES.map((name) => [name, { value: whole[name], ...interval(samples, name) }]);
  return Object.fromEntries(entries) as Figures;
}

/** Null where one in twenty samples has no such figure: too little variety to say anything. */
function interval(
  samples: readonly Agreement[],
  name: keyof Agreement,
): { low: number | null; high: number | null } {
  const values = samples.flatMap((sample) => sample[name] ?? []).sort((a, b) => a - b);
  if (values.length < 0.95 * samples.length) return { low: null, high: null };
  const at = (share: number): number | null => values[Math.round(share * (values.length - 1))] ?? null;
  return { low: at(LOW), high: at(HIGH) };
}

/** mulberry32: small, fast and the same on every machine. */
function randomIntegers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
