import type { Figure } from './intervals.js';

export interface Claim {
  status: 'calibrated' | 'not_calibrated';
  /** For people. */
  reason: string;
}

/** Fewer days say too little, whatever their interval. */
export const ENOUGH_DAYS = 50;
/** With 95 % confidence a scorer must order days at least this much like people: below, it says next to nothing. */
export const LEAST_SPEARMAN = 0.2;

const two = (value: number): string => value.toFixed(2);

export function claimOf(n: number, { value, low, high }: Figure): Claim {
  if (n < ENOUGH_DAYS) {
    return not(`${n} of its days ${n === 1 ? 'is' : 'are'} rated by people; ${ENOUGH_DAYS} are needed.`);
  }
  if (value === null || low === null || high === null)
    return not(`All ${n} days are rated or scored alike: an agreement can not be told.`);
  const said = `Spearman ${two(value)} (95 % interval ${two(low)} to ${two(high)}) on ${n} days`;
  if (low < LEAST_SPEARMAN) return not(`${said}; the interval must lie above ${two(LEAST_SPEARMAN)}.`);
  return { status: 'calibrated', reason: `${said}.` };
}

const not = (reason: string): Claim => ({ status: 'not_calibrated', reason });

/** The metric that exists for comparing a scorer with people. */
const OVERALL = 'predicted_rating';

/** What can be said of a scorer as a whole rests on the overall rating. */
export function claimOfScorer(metrics: readonly (Claim & { metric: string })[]): Claim {
  const overall = metrics.find(({ metric }) => metric === OVERALL);
  return overall === undefined
    ? not(`None of its days has a ${OVERALL} by people.`)
    : { status: overall.status, reason: overall.reason };
}
