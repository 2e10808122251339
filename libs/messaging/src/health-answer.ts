import type { GetHealth, ReplyOf } from '@powerpulse/contracts';
import type { Readiness } from '@powerpulse/runtime';

/** What a service says of itself. */
export async function healthOf(readiness: Readiness): Promise<ReplyOf<typeof GetHealth>> {
  const { ready, checks } = await readiness.report();
  return {
    ready,
    started_at: new Date(performance.timeOrigin).toISOString(),
    checks: Object.entries(checks).map(([name, { ok, since, error = null }]) => ({ name, ok, since, error })),
  };
}
