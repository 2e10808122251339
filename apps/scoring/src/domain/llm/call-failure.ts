/** What went wrong with a call, as far as the next step depends on it. */
export type CallFailure =
  /** The provider is in trouble, or the way to it. Tells nothing about the days. */
  | { kind: 'provider'; why: string; status: number | null; mayHaveCost: boolean }
  /** Too many calls: nobody calls for so long. Null: the provider did not say. */
  | { kind: 'rate'; why: string; status: number; waitMs: number | null }
  /** Key, model, address or quota: a person has to do something. */
  | { kind: 'configuration'; why: string; status: number }
  /** It refuses this very request. */
  | { kind: 'request'; why: string; status: number };

export interface HttpFailure {
  /** Null where there was no answer. */
  status: number | null;
  /** The provider's own code, where it gives one. */
  code: string | null;
  retryAfter: string | null;
  /** The time for the call was over. */
  timedOut: boolean;
}

/** Longer pauses than this are looked at again in between: the provider may be back earlier. */
const LONGEST_PAUSE_MS = 10 * 60_000;

export function failureOf({ status, code, retryAfter, timedOut }: HttpFailure, now: number): CallFailure {
  if (status === null)
    return {
      kind: 'provider',
      why: timedOut ? 'no answer in time' : 'no connection',
      status,
      mayHaveCost: timedOut,
    };
  if (status === 429 && code === 'insufficient_quota')
    return { kind: 'configuration', why: 'the quota is used up', status };
  if (status === 429)
    return { kind: 'rate', why: 'too many requests', status, waitMs: retryAfterMs(retryAfter, now) };
  if (status === 503 && retryAfter !== null && retryAfterMs(retryAfter, now) !== null)
    return { kind: 'rate', why: 'overloaded', status, waitMs: retryAfterMs(retryAfter, now) };
  if (status >= 500 || status === 408 || status === 409)
    return { kind: 'provider', why: `status ${status}`, status, mayHaveCost: false };
  if (status === 400 || status === 413 || status === 422)
    return { kind: 'request', why: `status ${status}`, status };
  return { kind: 'configuration', why: CONFIGURATION[status] ?? `unexpected status ${status}`, status };
}

const CONFIGURATION: Readonly<Record<number, string>> = {
  401: 'the key is refused',
  403: 'access is refused',
  404: 'the model or address is not known',
};

/** Seconds or an HTTP date; null for anything else and for the past. At most ten minutes. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) : null;
  const ms = seconds === null ? Date.parse(header) - now : seconds * 1_000;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_PAUSE_MS) : null;
}

/** OpenAI's form of a duration in rate headers: `6m0s`, `1.5s`, `120ms`. */
export function durationMs(text: string): number | null {
  const match = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text.trim());
  if (match === null || text.trim() === '') return null;
  const [, h = '0', m = '0', s = '0', ms = '0'] = match;
  return Number(h) * 3_600_000 + Number(m) * 60_000 + Number(s) * 1_000 + Number(ms);
}

/** How long to hold back where the provider says that nothing is left until then; 0 where something is. */
export function exhaustedForMs(headers: { get: (name: string) => string | null }): number {
  let longest = 0;
  for (const what of ['requests', 'tokens']) {
    if (headers.get(`x-ratelimit-remaining-${what}`) !== '0') continue;
    longest = Math.max(longest, durationMs(headers.get(`x-ratelimit-reset-${what}`) ?? '') ?? 0);
  }
  return Math.min(longest, LONGEST_PAUSE_MS);
}

/** Pause before the n-th try again (from 1), with jitter: `chance` is 0..1. */
export const backoffMs = (n: number, chance: number, first: number, longest = 60_000): number =>
  Math.min(first * 2 ** (n - 1), longest) * (0.75 + chance / 2);
