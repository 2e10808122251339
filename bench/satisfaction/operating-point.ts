import { averageRecall, kappa } from './figures.js';
import type { Leanings } from './fit-history.js';

/** From where on a leaning becomes a rating; fixed on training data and never moved afterwards. */
export interface OperatingPoint {
  low: number;
  high: number;
  top: number;
}

export const ratingsAt = ({ low, high, top }: Leanings, point: OperatingPoint): number[] =>
  Array.from(low, (lowness, i) => {
    const overLow = lowness - point.low;
    const overHigh = (high[i] ?? 0) - point.high;
    if (overLow > 0 && overLow >= overHigh) return 2;
    if ((top[i] ?? 0) > point.top && overHigh > 0) return 5;
    return overHigh > 0 ? 4 : 3;
  });

/** How many times as often as raters give a rating it may be predicted. */
const SHARES = [0.8, 1, 1.2, 1.4, 1.7, 2, 2.4];
const TOP_SHARES = [1, 2, 4];

/** Tries shares on leanings towards labels that were not learnt from, and keeps the best of recall times kappa. */
export function operatingPoint(unseen: Leanings, labels: readonly number[]): OperatingPoint {
  const share = (is: (label: number) => boolean): number => labels.filter(is).length / labels.length;
  const lows = SHARES.map((times) => quantile(unseen.low, 1 - times * share((label) => label <= 2)));
  const highs = SHARES.map((times) => quantile(unseen.high, 1 - times * share((label) => label >= 4)));
  const tops = TOP_SHARES.map((times) => quantile(unseen.top, 1 - times * share((label) => label === 5)));
  let best = { low: Infinity, high: Infinity, top: Infinity };
  let most = -Infinity;
  for (const low of lows) {
    for (const high of highs) {
      for (const top of tops) {
        const ratings = ratingsAt(unseen, { low, high, top });
        const worth = averageRecall(ratings, labels) * kappa(ratings, labels);
        if (worth > most) {
          most = worth;
          best = { low, high, top };
        }
      }
    }
  }
  return best;
}

function quantile(values: Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)))] ?? 0;
}
