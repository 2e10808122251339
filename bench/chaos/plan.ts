/** Which fault is played next, and on what kind of stack. */
import { type Fault, goalOf, type StackKind } from './faults/fault.js';

/** Then a fresh one: rounds of one stack share no date, and calendars end. */
const ROUNDS_A_STACK: Record<StackKind, number> = { plain: 50, disks: 10, model: 20 };

const kindOf = ({ on = 'plain' }: Fault): StackKind => on;

export class Plan {
  constructor(
    private readonly faults: readonly Fault[],
    /** Names of what was played. */
    private readonly played: () => readonly string[],
    /** Until each fault has had its number of rounds, the one that is furthest from it first; else all in turn. */
    private readonly toGoals: boolean,
  ) {}

  /** Undefined: all goals are reached. */
  nextStack(): { kind: StackKind; rounds: number } | undefined {
    const next = this.among(this.faults);
    if (next === undefined) return undefined;
    const kind = kindOf(next);
    return { kind, rounds: ROUNDS_A_STACK[kind] };
  }

  /** On a stack that is up; undefined: it is to end. */
  nextOn(kind: StackKind): Fault | undefined {
    const next = this.among(
      this.toGoals ? this.faults.filter((fault) => kindOf(fault) === kind) : this.faults,
    );
    return next && kindOf(next) === kind ? next : undefined;
  }

  private among(faults: readonly Fault[]): Fault | undefined {
    const played = this.played();
    if (!this.toGoals) return faults[played.length % faults.length];
    const done = (fault: Fault) => played.filter((name) => name === fault.name).length / goalOf(fault);
    return faults.filter((fault) => done(fault) < 1).toSorted((a, b) => done(a) - done(b))[0];
  }
}
