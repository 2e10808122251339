import type { MicroMetrics, TimeMetrics, Weights } from '@powerpulse/contracts';
import { meanOf } from './exact.js';

/** 0..10 each; `null` where nothing it is made of was measured. */
export interface Pillars {
  effectiveness: number | null;
  effort: number | null;
  efficiency: number | null;
  empathy: number | null;
}

export const NO_PILLARS: Pillars = { effectiveness: null, effort: null, efficiency: null, empathy: null };

const LONGEST_FIRST_RESPONSE_S = 3600;
const LONGEST_RESPONSE_S = 1800;
const LONGEST_HANDLING_S = 7200;

type Judged = Pick<
  MicroMetrics,
  'sentiment_score' | 'sentiment_shift' | 'resolution_achieved' | 'fcr_score' | 'ces'
>;

/** A day that nobody has judged still has its efficiency: that comes from timestamps alone. */
export function pillarsOf(judged: Judged | null, time: TimeMetrics): Pillars {
  if (judged === null) return { ...NO_PILLARS, efficiency: efficiencyOf(time) };
  return {
    effectiveness: meanOf([judged.resolution_achieved, judged.fcr_score]),
    effort: judged.ces === null ? null : (10 * (7 - judged.ces)) / 6,
    efficiency: efficiencyOf(time),
    empathy: meanOf([
      judged.sentiment_score,
      judged.sentiment_shift === null ? null : judged.sentiment_shift + 5,
    ]),
  };
}

export function efficiencyOf(time: TimeMetrics): number | null {
  // The limit of the formula as the wait grows: silence is no good service, whatever else the day has.
  if (time.customer_turns > 0 && time.unanswered_turns === time.customer_turns) return 0;
  const handling = time.total_handling_time === null ? null : time.total_handling_time * 60;
  return meanOf([
    scale(time.first_response_time, LONGEST_FIRST_RESPONSE_S),
    scale(time.avg_response_time, LONGEST_RESPONSE_S),
    scale(handling, LONGEST_HANDLING_S),
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
