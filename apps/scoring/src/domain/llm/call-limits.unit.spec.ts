import { expect, it } from 'vitest';
import { FAILURES_TO_OPEN, type LaneLimits, type LaneState, mayCall, openFor } from './call-limits.js';

const quiet: LaneState = {
  ...{ pausedForMs: null, pauseReason: null, failures: 0, openForMs: null, inFlight: 0 },
  ...{ callsLastMinute: 0, tokensLastMinute: 0, callsLastDay: 0, minuteFreesInMs: 700 },
};
const limits: LaneLimits = {
  concurrency: 5,
  requestsPerMinute: 10,
  tokensPerMinute: 1_000,
  requestsPerDay: 100,
};
const down = { failures: FAILURES_TO_OPEN };

it.each<[string, Partial<LaneState>, number | 'go']>([
  ['nothing is open', {}, 'go'],
  ['a place is left', { inFlight: 4 }, 'go'],
  ['all places are taken', { inFlight: 5 }, 50],
  ['a pause is over', { pausedForMs: -1 }, 'go'],
  ['a pause is not over', { pausedForMs: 800 }, 800],
  ['the circuit is open', { ...down, openForMs: 300 }, 300],
  ['the circuit is half open and nobody tries', { ...down, openForMs: -1 }, 'go'],
  ['the circuit is half open and somebody tries', { ...down, openForMs: -1, inFlight: 1 }, 1_000],
  ['the minute has its requests', { callsLastMinute: 10 }, 700],
  ['the minute has its tokens', { callsLastMinute: 3, tokensLastMinute: 901 }, 700],
  ['the minute has room for just these tokens', { callsLastMinute: 3, tokensLastMinute: 900 }, 'go'],
  ['the day has its requests', { callsLastDay: 100 }, 600_000],
])('where %s', (_, state, expected) => {
  const may = mayCall({ ...quiet, ...state }, limits, 100);
  expect(may.go ? 'go' : may.waitMs).toBe(expected);
});

it('lets a prompt through that is larger than the tokens of a minute, alone', () => {
  expect(mayCall(quiet, limits, 5_000).go).toBe(true);
  expect(mayCall({ ...quiet, callsLastMinute: 1 }, limits, 5_000).go).toBe(false);
});

it('opens after failures in a row, longer each time, a minute at most', () => {
  expect([4, 5, 6, 7, 30].map((failures) => openFor(failures, 2_000))).toEqual([
    null,
    2_000,
    4_000,
    8_000,
    60_000,
  ]);
});
