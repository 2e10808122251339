import { expect, it } from 'vitest';
import { backoffMs, durationMs, exhaustedForMs, failureOf, retryAfterMs } from './call-failure.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');

it.each([
  ['2', 2_000],
  ['1.5', 1_500],
  ['Mon, 02 Mar 2026 10:00:30 GMT', 30_000],
  ['86400', 600_000],
  ['Mon, 02 Mar 2026 09:00:00 GMT', null],
  ['-5', null],
  ['soon', null],
  [null, null],
])('Retry-After %s is a pause of %s ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

it.each([
  ['6m0s', 360_000],
  ['1.5s', 1_500],
  ['120ms', 120],
  ['1h2m3s', 3_723_000],
  ['', null],
  ['later', null],
])('a reset in "%s" is in %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

it('holds back where the provider says that nothing is left, for as long as it says', () => {
  const headers = (given: Record<string, string>) => exhaustedForMs(new Headers(given));
  expect(headers({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1.2s' })).toBe(1_200);
  expect(headers({ 'x-ratelimit-remaining-tokens': '7', 'x-ratelimit-reset-tokens': '1.2s' })).toBe(0);
  expect(headers({})).toBe(0);
});

it.each([
  [null, null, 'provider'],
  [500, null, 'provider'],
  [503, null, 'provider'],
  [429, null, 'rate'],
  [429, 'insufficient_quota', 'configuration'],
  [401, null, 'configuration'],
  [404, null, 'configuration'],
  [400, null, 'request'],
])('status %s (%s) is a failure of kind %s', (status, code, kind) => {
  expect(failureOf({ status, code, retryAfter: null, timedOut: false }, NOW).kind).toBe(kind);
});

it('says of a call without an answer in time that it may have cost', () => {
  const none = { status: null, code: null, retryAfter: null };
  expect(failureOf({ ...none, timedOut: true }, NOW)).toMatchObject({ mayHaveCost: true });
  expect(failureOf({ ...none, timedOut: false }, NOW)).toMatchObject({ mayHaveCost: false });
});

it('backs off twice as long each time, with a quarter of jitter either way', () => {
  expect([1, 2, 3].map((n) => backoffMs(n, 0.5, 500))).toEqual([500, 1_000, 2_000]);
  expect([0, 1].map((chance) => backoffMs(1, chance, 500))).toEqual([375, 625]);
});
