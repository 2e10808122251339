import type { MicroMetrics, TimeLimits, TimeMetrics, Weights } from '@powerpulse/contracts';
import { meanOf } from './exact.js';

/** 0..10 each; `null` where nothing it is made of was measured. */
export interface Pillars {
  effectiveness: number | null;
  effort: number | null;
  efficiency: number | null;
  empathy: number | null;
}

export const NO_PILLARS: Pillars = { effectiveness: null, effort: null, efficiency: null, empathy: null };

/** What an organization chooses; everything else about the index is the same for all. */
export interface IndexRules {
  readonly weights: Weights;
  readonly timeLimits: TimeLimits;
}

type Judged = Pick<
  MicroMetrics,
  'sentiment_score' | 'sentiment_shift' | 'resolution_achieved' | 'fcr_score' | 'ces'
>;

/** A day that nobody has judged still has its efficiency: that comes from timestamps alone. */
export function pillarsOf(judged: Judged | null, time: TimeMetrics, limits: TimeLimits): Pillars {
  if (judged === null) return { ...NO_PILLARS, efficiency: efficiencyOf(time, limits) };
  return {
    effectiveness: meanOf([judged.resolution_achieved, judged.fcr_score]),
    effort: judged.ces === null ? null : (10 * (7 - judged.ces)) / 6,
    efficiency: efficiencyOf(time, limits),
    empathy: meanOf([
      judged.sentiment_score,
      judged.sentiment_shift === null ? null : judged.sentiment_shift + 5,
    ]),
  };
}

function efficiencyOf(time: TimeMetrics, limits: TimeLimits): number | null {
  // The limit of the formula as the wait grows: silence is no good service, whatever else the day has.
  if (time.customer_turns > 0 && time.unanswered_turns === time.customer_turns) return 0;
  const handling = time.total_handling_time === null ? null : time.total_handling_time * 60;
  return meanOf([
    scale(time.first_response_time, limits.first_response_seconds),
    scale(time.avg_response_time, limits.avg_response_seconds),
    scale(handling, limits.handling_seconds),
  ]);
}

function scale(value: number | null, max: number): number | null {
  return value === null ? null : 10 * Math.max(0, 1 - value / max);
}

/** 0..100; `null` unless all four pillars exist. */
export function csiOf({ effectiveness, effort, efficiency, empathy }: Pillars, w: Weights): number | null {
  if (effectiveness === null || effort === null || efficiency === null || empathy === null) return null;
  const csi =
    10 *
    (w.effectiveness * effectiveness + w.effort * effort + w.efficiency * efficiency + w.empathy * empathy);
  // Binary fractions of weights may carry a perfect day a hair past the end of the scale.
  return Math.min(100, Math.max(0, csi));
}
