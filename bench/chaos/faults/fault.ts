import type { Target } from '../target.js';

export interface FaultContext {
  target: Target;
  random: () => number;
  /** Names what this round makes. */
  mark: string;
}

export interface Fault {
  name: string;
  /** Takes more than 20 s by itself: only when asked for by name or with --long. */
  long?: boolean;
  /** Resolves when the fault is over. Answers what it did. */
  inject(context: FaultContext): Promise<string>;
  /** Dead letters that it makes on purpose, by the text they hold. */
  poisons?: boolean;
}

export const pickFrom = <T>(from: readonly T[], random: () => number): T => {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
};
