import type { Entry } from './stub-answer.js';

/** What the stub does with one request. */
export type Fault =
  | { kind: 'ok'; afterMs?: number; when?: Promise<unknown>; usage?: null }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown; afterMs?: number }
  /** Says nothing more from this point on. */
  | { kind: 'hang'; at: 'connect' | 'headers' | 'body' }
  /** The connection breaks. */
  | { kind: 'reset'; at: 'headers' | 'body' }
  /** The answer, a few bytes at a time. */
  | { kind: 'slow'; bytes: number; everyMs: number }
  /** The first part of the JSON, as when the answer is too long. */
  | { kind: 'truncated'; share: number }
  /** Other text in place of the JSON, or around it. */
  | { kind: 'content'; of: (json: string) => string | null }
  | { kind: 'refusal'; as: 'field' | 'filter' }
  /** Other entries than asked for. */
  | { kind: 'entries'; change: (entries: Entry[]) => Entry[] }
  /** Does as the transcripts say. */
  | { kind: 'obey' }
  /** An endless body, or one that is small only on the way. */
  | { kind: 'huge'; gzip: boolean; megabytes: number };

export const OK: Fault = { kind: 'ok' };

export const rateLimited = (retryAfter: string | null): Fault => ({
  kind: 'status',
  status: 429,
  headers: retryAfter === null ? {} : { 'retry-after': retryAfter },
  body: { error: { message: 'rate limit reached', code: 'rate_limit_exceeded' } },
});

export const status = (code: number, body: unknown = { error: { message: `status ${code}` } }): Fault => ({
  kind: 'status',
  status: code,
  body,
});

const changed = (at: number, change: (entry: Entry) => Entry): Fault => ({
  kind: 'entries',
  change: (entries) => entries.map((entry, index) => (index === at ? change(entry) : entry)),
});

/** Faults of single entries, by name. */
export const entryFaults = {
  missing: { kind: 'entries', change: (entries) => entries.slice(1) },
  allMissing: { kind: 'entries', change: () => [] },
  foreign: { kind: 'entries', change: (entries) => [...entries, { ...entries[0], id: 'd999' }] },
  duplicate: { kind: 'entries', change: (entries) => [...entries, { ...entries[0] }] },
  differingDuplicate: { kind: 'entries', change: (entries) => [...entries, { ...entries[0], ces: 6.5 }] },
  shuffled: { kind: 'entries', change: (entries) => entries.toReversed() },
  wrongId: changed(0, (entry) => ({ ...entry, id: 'day-one' })),
  numberAsString: changed(0, (entry) => ({ ...entry, sentiment: String(entry.sentiment) })),
  aboveScale: changed(0, (entry) => ({ ...entry, ces: 8 })),
  belowScale: changed(0, (entry) => ({ ...entry, ces: 0 })),
  otherScale: changed(0, (entry) => ({ ...entry, sentiment: 70 })),
  nullWithoutReason: changed(0, (entry) => ({ ...entry, ces: null, unsure: null })),
  /** The ids of two entries are exchanged, all else stays. */
  swapped: {
    kind: 'entries',
    change: ([first, second, ...rest]) =>
      first === undefined || second === undefined
        ? [first ?? {}]
        : [{ ...first, id: second.id }, { ...second, id: first.id }, ...rest],
  },
  /** What was said about one day stands under the id and the check of the other. */
  swappedWhole: {
    kind: 'entries',
    change: ([first, second, ...rest]) =>
      first === undefined || second === undefined
        ? [first ?? {}]
        : [
            { ...first, id: second.id, check: second.check },
            { ...second, id: first.id, check: first.check },
            ...rest,
          ],
  },
  inventedQuote: changed(0, (entry) => ({
    ...entry,
    quotes: { ...(entry.quotes as object), sentiment: 'words that nobody ever wrote' },
  })),
} as const satisfies Record<string, Fault>;
