/** Answers of the model that were paid for, against the least there could be. */
import type { Target } from './target.js';

/**
 * Days that were asked about for each that was judged. A process that dies with calls in flight pays for them again: with
 * rounds as small as these that is more than 5 %, so it is told and not held against a bound.
 */
export async function timesAsked(target: Target): Promise<number | null> {
  const { stub } = target;
  if (stub === undefined) return null;
  const asked = stub.calls.filter(({ status }) => status === 200).flatMap(({ days }) => days).length;
  const judged = await target.withDatabase(async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select coalesce(sum(json_array_length(data->'days')), 0)::int as n from scoring.outbox where name = 'BatchScored'`,
    );
    return rows[0]?.n ?? 0;
  });
  return judged === 0 ? null : asked / judged;
}
