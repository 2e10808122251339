import type { Target } from '../target.js';

export interface FaultContext {
  target: Target;
  random: () => number;
  /** Names what this round makes. */
  mark: string;
}

/** What a stack has besides: disks of its own that can be cut off and filled, or a stub of a language model. */
export type StackKind = 'plain' | 'disks' | 'model';

export interface Fault {
  name: string;
  /** Default: plain, which every stack is. */
  on?: StackKind;
  /** How many rounds of it make a whole run. Default: 20, or 5 where it is long. */
  goal?: number;
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

export const goalOf = ({ goal, long }: Fault): number => goal ?? (long ? 5 : 20);
