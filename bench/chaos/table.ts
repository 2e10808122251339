/** What was run, by fault. */
import type { RoundResult } from './round.js';

export interface FaultRow {
  fault: string;
  rounds: number;
  worst_recovery_seconds: number;
}

export const tableOf = (results: readonly RoundResult[]): FaultRow[] =>
  [...Map.groupBy(results, ({ fault }) => fault)]
    .map(([fault, rounds]) => ({
      fault,
      rounds: rounds.length,
      worst_recovery_seconds: Math.max(...rounds.map((round) => round.recovery_seconds)),
    }))
    .toSorted((a, b) => (a.fault < b.fault ? -1 : 1));
