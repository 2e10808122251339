import type { MetricCalibration, RatedMetric } from '@powerpulse/contracts';
import { agreementOf, sorted } from './agreement.js';
import { claimOf } from './claim.js';
import { figuresOf } from './intervals.js';

/** A conversation-day that a scorer and at least one person have judged. */
export interface RatedDay {
  score: number;
  ratings: readonly { rater: string; value: number }[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Agreement of one scorer with people on one metric. */
export function calibrate(metric: RatedMetric, days: readonly RatedDay[]): MetricCalibration {
  const scores = Float64Array.from(days, ({ score }) => score);
  const ratings = Float64Array.from(days, (day) => mean(day.ratings.map(({ value }) => value)));
  const figures = figuresOf(sorted({ scores, ratings }));
  return {
    metric,
    ...claimOf(days.length, figures.spearman),
    n: days.length,
    raters: new Set(days.flatMap((day) => day.ratings.map(({ rater }) => rater))).size,
    spearman: figures.spearman,
    quadratic_kappa: figures.quadraticKappa,
    mae: figures.mae,
    bias: figures.bias,
    human: humanCeiling(days),
  };
}

/** Each rater against the mean of the others: what one more person would reach on the same days. */
function humanCeiling(days: readonly RatedDay[]): MetricCalibration['human'] {
  const several = days.filter(({ ratings }) => ratings.length > 1);
  if (several.length === 0) return null;
  const pairs = several.flatMap(({ ratings }) =>
    ratings.map(({ value }, i) => ({
      one: value,
      others: mean(ratings.filter((_, j) => j !== i).map((other) => other.value)),
    })),
  );
  const { spearman, quadraticKappa, mae } = agreementOf(
    sorted({
      scores: Float64Array.from(pairs, ({ one }) => one),
      ratings: Float64Array.from(pairs, ({ others }) => others),
    }),
    new Float64Array(pairs.length).fill(1),
  );
  return { n: several.length, spearman, quadratic_kappa: quadraticKappa, mae };
}
