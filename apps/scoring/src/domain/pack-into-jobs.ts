/** What packing needs to know of a day that waits; all of one organization and one scorer. */
export interface WaitingDay {
  /** Tokens its part of the prompt is expected to take. */
  tokens: number;
  /** Epoch milliseconds since when it waits. */
  since: number;
  /** At most this many days in its job: 1 judges it alone, halves find the one that spoils a job. Null: no own limit. */
  maxDays: number | null;
}

export interface JobBounds {
  maxDays: number;
  /** Input tokens of a whole call, `fixedTokens` included; null where the scorer has no such limit. */
  maxTokens: number | null;
  /** Instruction and frame: paid once per call. */
  fixedTokens: number;
  /** Expected answer: this many tokens a day, at most so many in all; null where answers cost nothing. */
  answer: { tokensPerDay: number; maxTokens: number } | null;
  /** How long a day may wait for company, in milliseconds. */
  lingerMs: number;
  /** When no day has come for so long, nobody waits any more. */
  quietMs: number;
}

/** A job is sent without lingering once its nearest bound is filled this far. */
export const FULL = 0.95;

interface Bin<D> {
  days: D[];
  tokens: number;
  since: number;
  maxDays: number;
}

/** How far the nearest of the three bounds is filled, 0..1. */
export function fillOf(days: number, tokens: number, maxDays: number, bounds: JobBounds): number {
  const byTokens = bounds.maxTokens === null ? 0 : (bounds.fixedTokens + tokens) / bounds.maxTokens;
  const byAnswer = bounds.answer === null ? 0 : (days * bounds.answer.tokensPerDay) / bounds.answer.maxTokens;
  return Math.max(days / maxDays, byTokens, byAnswer);
}

/**
 * Days into jobs under all three bounds, first fit in order of waiting. A day larger than a whole job gets a job of
 * its own: the scorer condenses it. Returned are the jobs that are full or whose oldest day has waited long enough;
 * the other days go on waiting.
 */
export function packIntoJobs<D extends WaitingDay>(
  waiting: readonly D[],
  bounds: JobBounds,
  now: number,
): D[][] {
  const jobs: D[][] = [];
  const open = new Map<number, Bin<D>[]>();
  for (const day of waiting) {
    const maxDays = Math.min(day.maxDays ?? bounds.maxDays, bounds.maxDays);
    let bins = open.get(maxDays);
    if (bins === undefined) open.set(maxDays, (bins = []));
    let at = bins.findIndex((bin) => fits(bin, day, bounds));
    if (at < 0) at = bins.push({ days: [], tokens: 0, since: day.since, maxDays }) - 1;
    const bin = bins[at] as Bin<D>;
    bin.days.push(day);
    bin.tokens += day.tokens;
    bin.since = Math.min(bin.since, day.since);
    // A bin with room for more days stays open: 40 days a call cost less than 38.
    if (bin.days.length === maxDays || fillOf(0, bin.tokens, maxDays, bounds) >= FULL) {
      jobs.push(bin.days);
      bins.splice(at, 1);
    }
  }
  const newest = waiting.reduce((latest, day) => Math.max(latest, day.since), -Infinity);
  const quiet = now - newest >= bounds.quietMs;
  for (const bins of open.values())
    for (const bin of bins)
      if (
        quiet ||
        now - bin.since >= bounds.lingerMs ||
        fillOf(bin.days.length, bin.tokens, bin.maxDays, bounds) >= FULL
      )
        jobs.push(bin.days);
  return jobs;
}

function fits<D extends WaitingDay>(bin: Bin<D>, day: D, bounds: JobBounds): boolean {
  return fillOf(bin.days.length + 1, bin.tokens + day.tokens, bin.maxDays, bounds) <= 1;
}
