/** What each date adds to a mean: the sum over its conversation-days, and how many of them have the metric. */
export interface DateSums {
  readonly sums: Float64Array;
  readonly days: Float64Array;
}

/** Below this nobody can tell a change from chance. */
const MIN_DATES = 5;
const MIN_DAYS = 30;

/**
 * Half the width of the 95 % interval of the difference of two means, in their unit; `null` where there is too little
 * to tell. Dates are the independent samples, not conversation-days: those of one date share its outage and its team, and
 * taken one by one they would make chance look small. The standard error of a mean over clusters, then Welch's t.
 */
export function deltaMargin(now: DateSums, before: DateSums): number | null {
  const [a, b] = [spreadOf(now), spreadOf(before)];
  if (a === null || b === null) return null;
  const variance = a.variance + b.variance;
  if (variance === 0) return 0;
  const freedom = variance ** 2 / (a.variance ** 2 / (a.dates - 1) + b.variance ** 2 / (b.dates - 1));
  return studentT975(freedom) * Math.sqrt(variance);
}

/** The variance of a period's mean, from how its dates lie around it. Loops, because every change of a year has thousands. */
function spreadOf({ sums, days }: DateSums): { dates: number; variance: number } | null {
  let [dates, total, sum] = [0, 0, 0];
  for (let i = 0; i < sums.length; i++) {
    if ((days[i] ?? 0) > 0) dates++;
    total += days[i] ?? 0;
    sum += sums[i] ?? 0;
  }
  if (dates < MIN_DATES || total < MIN_DAYS) return null;
  const mean = sum / total;
  let squares = 0;
  // A date without a day adds nothing.
  for (let i = 0; i < sums.length; i++) squares += ((sums[i] ?? 0) - mean * (days[i] ?? 0)) ** 2;
  return { dates, variance: (dates / (dates - 1)) * (squares / total ** 2) };
}

const Z = 1.959963984540054;

/** 97.5 % quantile of Student's t: the expansion of Cornish and Fisher, within 0.3 % from 4 degrees of freedom on. */
function studentT975(freedom: number): number {
  return (
    Z +
    (Z ** 3 + Z) / (4 * freedom) +
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2) +
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * freedom ** 3)
  );
}
