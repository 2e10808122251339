import type { CountedDay } from './derive-day.js';
import { toNano } from './exact.js';

/** How many days (or messages) of each kind; `*_n` days have the metric that is averaged. */
export const COUNTS = [
  'scored_days',
  'unscored_days',
  'outbound_days',
  'messages',
  'customer_messages',
  'unanswered_turns',
  /** Days with `resolution_achieved` above 7, with `fcr_score` above 7. */
  'csat_days',
  'fcr_days',
  'positive_days',
  'negative_days',
  'sentiment_score_n',
  'sentiment_shift_n',
  'resolution_achieved_n',
  'fcr_score_n',
  'ces_n',
  'predicted_rating_n',
  'first_response_time_n',
  'avg_response_time_n',
  'total_handling_time_n',
] as const;
export type Count = (typeof COUNTS)[number];

/** CSI and pillars over scored days (0..100 each), the rest over the days that have it. */
export const SUMS = [
  'csi',
  'resolution_quality',
  'customer_ease',
  'service_timeliness',
  'interaction_quality',
  'sentiment_score',
  'sentiment_shift',
  'resolution_achieved',
  'fcr_score',
  'ces',
  'predicted_rating',
  'first_response_time',
  'avg_response_time',
  'total_handling_time',
] as const;
export type Sum = (typeof SUMS)[number];

export const TIMED = ['first_response_time', 'avg_response_time', 'total_handling_time'] as const;

/** All that days have which nobody has judged: everything else is zero for them. */
export const UNJUDGED = {
  counts: [
    'unscored_days',
    'outbound_days',
    'messages',
    'customer_messages',
    'unanswered_turns',
    'first_response_time_n',
    'avg_response_time_n',
    'total_handling_time_n',
  ],
  sums: TIMED,
} as const satisfies { counts: readonly Count[]; sums: readonly Sum[] };

export interface Totals {
  readonly counts: Record<Count, number>;
  readonly sums: Record<Sum, bigint>;
}

export const noTotals = (): Totals => ({ counts: noCounts(), sums: noSums() });

// Written out, because an object of one known shape is many times faster to make and to add to.
const noCounts = (): Totals['counts'] => ({
  scored_days: 0,
  unscored_days: 0,
  outbound_days: 0,
  messages: 0,
  customer_messages: 0,
  unanswered_turns: 0,
  csat_days: 0,
  fcr_days: 0,
  positive_days: 0,
  negative_days: 0,
  sentiment_score_n: 0,
  sentiment_shift_n: 0,
  resolution_achieved_n: 0,
  fcr_score_n: 0,
  ces_n: 0,
  predicted_rating_n: 0,
  first_response_time_n: 0,
  avg_response_time_n: 0,
  total_handling_time_n: 0,
});

const noSums = (): Totals['sums'] => ({
  csi: 0n,
  resolution_quality: 0n,
  customer_ease: 0n,
  service_timeliness: 0n,
  interaction_quality: 0n,
  sentiment_score: 0n,
  sentiment_shift: 0n,
  resolution_achieved: 0n,
  fcr_score: 0n,
  ces: 0n,
  predicted_rating: 0n,
  first_response_time: 0n,
  avg_response_time: 0n,
  total_handling_time: 0n,
});

export function addTotals(into: Totals, totals: Totals, sign: 1 | -1): void {
  for (const key of COUNTS) {
    const count = totals.counts[key];
    if (count !== 0) into.counts[key] += sign * count;
  }
  for (const key of SUMS) {
    const sum = totals.sums[key];
    if (sum !== 0n) into.sums[key] += sign === 1 ? sum : -sum;
  }
}

export const areZero = ({ counts, sums }: Totals): boolean =>
  COUNTS.every((key) => counts[key] === 0) && SUMS.every((key) => sums[key] === 0n);

/** All that one day adds to every aggregate it belongs to. */
export function totalsOf(day: CountedDay): Totals {
  const totals = noTotals();
  const { counts } = totals;
  counts.messages = day.facts.messages;
  counts.customer_messages = day.facts.customerMessages;
  if (day.status === 'outbound') {
    counts.outbound_days = 1;
    return totals;
  }
  counts[day.status === 'scored' ? 'scored_days' : 'unscored_days'] = 1;
  counts.unanswered_turns = day.facts.time.unanswered_turns;
  if (day.csi !== null) addScore(totals, day, day.csi);
  addMeasured(totals, day);
  return totals;
}

function addScore({ sums }: Totals, { pillars }: CountedDay, csi: number): void {
  // Pillars are summed on the scale on which periods show them, so that rounding stays below 1e-9 there.
  const hundredfold = (pillar: number | null) => toNano((pillar ?? 0) * 10);
  sums.csi = toNano(csi);
  sums.resolution_quality = hundredfold(pillars.effectiveness);
  sums.customer_ease = hundredfold(pillars.effort);
  sums.service_timeliness = hundredfold(pillars.efficiency);
  sums.interaction_quality = hundredfold(pillars.empathy);
}

const JUDGED = [
  'sentiment_score',
  'sentiment_shift',
  'resolution_achieved',
  'fcr_score',
  'ces',
  'predicted_rating',
] as const;

/** Of `sentiment_score`: docs/metrics.md. */
export const POSITIVE_FROM = 7;
export const NEGATIVE_TO = 4;

function addMeasured({ counts, sums }: Totals, { metrics, facts }: CountedDay): void {
  const add = (key: (typeof JUDGED)[number] | (typeof TIMED)[number], value: number | null) => {
    if (value === null) return;
    counts[`${key}_n`] = 1;
    sums[key] = toNano(value);
  };
  for (const key of TIMED) add(key, facts.time[key]);
  if (metrics === null) return;
  for (const key of JUDGED) add(key, metrics[key]);
  if (isAboveSeven(metrics.resolution_achieved)) counts.csat_days = 1;
  if (isAboveSeven(metrics.fcr_score)) counts.fcr_days = 1;
  if (metrics.sentiment_score !== null && metrics.sentiment_score >= POSITIVE_FROM) counts.positive_days = 1;
  if (metrics.sentiment_score !== null && metrics.sentiment_score <= NEGATIVE_TO) counts.negative_days = 1;
}

export const isAboveSeven = (value: number | null): boolean => value !== null && value > 7;
