import type { TimeLimits, WeightProfile, Weights } from '@powerpulse/contracts';

const profile = (
  name: string,
  effectiveness: number,
  effort: number,
  efficiency: number,
  empathy: number,
): WeightProfile => ({ name, version: 1, weights: { effectiveness, effort, efficiency, empathy } });

export const BUILT_IN_PROFILES = {
  standard: profile('standard', 0.35, 0.25, 0.25, 0.15),
  equal: profile('equal', 0.25, 0.25, 0.25, 0.25),
  impact: profile('impact', 0.35, 0.25, 0.2, 0.2),
  utilities: profile('utilities', 0.4, 0.25, 0.15, 0.2),
} as const;

export const DEFAULT_PROFILE: WeightProfile = BUILT_IN_PROFILES.standard;

/** Weights that do not sum to 1 would stretch CSI beyond its scale. */
export const sumToOne = ({ effectiveness, effort, efficiency, empathy }: Weights): boolean =>
  Math.abs(effectiveness + effort + efficiency + empathy - 1) < 1e-6;

export const sameProfile = (a: WeightProfile, b: WeightProfile): boolean =>
  a.name === b.name &&
  a.version === b.version &&
  a.weights.effectiveness === b.weights.effectiveness &&
  a.weights.effort === b.weights.effort &&
  a.weights.efficiency === b.weights.efficiency &&
  a.weights.empathy === b.weights.empathy;

export const sameLimits = (a: TimeLimits, b: TimeLimits): boolean =>
  a.first_response_seconds === b.first_response_seconds &&
  a.avg_response_seconds === b.avg_response_seconds &&
  a.handling_seconds === b.handling_seconds;
