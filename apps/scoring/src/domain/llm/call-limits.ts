/** What a fleet knows of a provider at one moment. Times in milliseconds from now; past ones are negative or null. */
export interface LaneState {
  pausedForMs: number | null;
  pauseReason: string | null;
  /** Failures in a row. */
  failures: number;
  openForMs: number | null;
  inFlight: number;
  callsLastMinute: number;
  tokensLastMinute: number;
  callsLastDay: number;
  /** Until the oldest call of the last minute is older than that. */
  minuteFreesInMs: number;
}

export interface LaneLimits {
  concurrency: number;
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  requestsPerDay: number | null;
}

export type MayCall = { go: true } | { go: false; waitMs: number; why: string };

/** Failures in a row after which the provider counts as down. */
export const FAILURES_TO_OPEN = 5;
const SLOT_POLL_MS = 50;
const DAY_LIMIT_MS = 10 * 60_000;

const wait = (waitMs: number, why: string): MayCall => ({ go: false, waitMs, why });

/** Whether one more call may be made now, over all replicas together. */
export function mayCall(state: LaneState, limits: LaneLimits, tokens: number): MayCall {
  if (state.pausedForMs !== null && state.pausedForMs > 0)
    return wait(state.pausedForMs, state.pauseReason ?? 'the provider asked for a pause');
  if (state.openForMs !== null && state.openForMs > 0)
    return wait(state.openForMs, 'the provider is down; trying again then');
  // Half open: one call tries whether the provider is back, the others wait for its result.
  if (state.failures >= FAILURES_TO_OPEN && state.inFlight > 0)
    return wait(1_000, 'the provider is being tried');
  if (state.inFlight >= limits.concurrency) return wait(SLOT_POLL_MS, 'all calls are taken');
  const { requestsPerMinute, tokensPerMinute, requestsPerDay } = limits;
  if (requestsPerMinute !== null && state.callsLastMinute >= requestsPerMinute)
    return wait(state.minuteFreesInMs, 'requests per minute');
  if (
    tokensPerMinute !== null &&
    state.callsLastMinute > 0 &&
    state.tokensLastMinute + tokens > tokensPerMinute
  )
    return wait(state.minuteFreesInMs, 'tokens per minute');
  if (requestsPerDay !== null && state.callsLastDay >= requestsPerDay)
    return wait(DAY_LIMIT_MS, 'requests per day');
  return { go: true };
}

const LONGEST_OPEN_MS = 60_000;

/** How long nobody calls after so many failures in a row; null below the threshold. It doubles from `first`. */
export function openFor(failures: number, first: number): number | null {
  if (failures < FAILURES_TO_OPEN) return null;
  return Math.min(first * 2 ** (failures - FAILURES_TO_OPEN), LONGEST_OPEN_MS);
}
