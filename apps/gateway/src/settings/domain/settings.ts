import {
  type DataOf,
  DEFAULT_TIME_LIMITS,
  type OrganizationSettingsChanged,
  type TimeLimits,
  type WeightProfile,
  type Weights,
} from '@powerpulse/contracts';

const profile = (
  name: string,
  effectiveness: number,
  effort: number,
  efficiency: number,
  empathy: number,
): WeightProfile => ({ name, version: 1, weights: { effectiveness, effort, efficiency, empathy } });

/** Each sums to 1. */
export const BUILT_IN_PROFILES = [
  profile('standard', 0.35, 0.25, 0.25, 0.15),
  profile('equal', 0.25, 0.25, 0.25, 0.25),
  profile('impact', 0.35, 0.25, 0.2, 0.2),
  profile('utilities', 0.4, 0.25, 0.15, 0.2),
] as const;

export const sameWeights = (one: Weights, other: Weights): boolean =>
  one.effectiveness === other.effectiveness &&
  one.effort === other.effort &&
  one.efficiency === other.efficiency &&
  one.empathy === other.empathy;

export function builtInProfile(name: string): WeightProfile | undefined {
  return BUILT_IN_PROFILES.find((built) => built.name === name);
}

export interface SettingsChoice {
  readonly timeZone: string;
  readonly weightProfile: string;
  readonly autoResponsePatterns: readonly string[];
  /** From which waits on a time counts nothing in the index. */
  readonly timeLimits: TimeLimits;
}

export interface Settings extends SettingsChoice {
  /** 0: nobody has changed anything yet. */
  readonly version: number;
  readonly changedAt: Date | null;
}

/** What every service assumes of an organization that it has heard nothing of. */
export const DEFAULT_SETTINGS: Settings = {
  version: 0,
  timeZone: 'UTC',
  weightProfile: 'standard',
  autoResponsePatterns: ['*977#'],
  timeLimits: DEFAULT_TIME_LIMITS,
  changedAt: null,
};

const LIMITS = Object.keys(DEFAULT_TIME_LIMITS) as (keyof TimeLimits)[];

export function sameChoice(one: SettingsChoice, other: SettingsChoice): boolean {
  return (
    one.timeZone === other.timeZone &&
    one.weightProfile === other.weightProfile &&
    LIMITS.every((limit) => one.timeLimits[limit] === other.timeLimits[limit]) &&
    one.autoResponsePatterns.length === other.autoResponsePatterns.length &&
    one.autoResponsePatterns.every((pattern, index) => pattern === other.autoResponsePatterns[index])
  );
}

export function settingsFact(
  version: number,
  choice: SettingsChoice,
  weights: WeightProfile,
): DataOf<typeof OrganizationSettingsChanged> {
  return {
    settings_version: version,
    time_zone: choice.timeZone,
    weight_profile: weights,
    time_limits: choice.timeLimits,
    auto_response_patterns: [...choice.autoResponsePatterns],
  };
}
