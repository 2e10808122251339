/** What was run, by fault. */
import type { RoundResult } from './round.js';

export interface FaultRow {
  fault: string;
  rounds: number;
  violations: number;
  worst_recovery_seconds: number;
}

export const tableOf = (
  results: readonly RoundResult[],
  violations: readonly { fault: string }[],
): FaultRow[] =>
  [...new Set([...results, ...violations].map(({ fault }) => fault))].toSorted().map((fault) => {
    const rounds = results.filter((one) => one.fault === fault);
    return {
      fault,
      rounds: rounds.length,
      violations: violations.filter((one) => one.fault === fault).length,
      worst_recovery_seconds: Math.max(0, ...rounds.map((round) => round.recovery_seconds)),
    };
  });
