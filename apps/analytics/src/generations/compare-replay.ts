import type { ReplayComparison } from '@powerpulse/contracts';
import type { Database } from '@powerpulse/runtime';
import { lockOrganization } from '../tables/organizations.js';
import { compareGenerations } from './compare-generations.js';
import { showGeneration } from './show-generation.js';

interface CaughtUp {
  replay_id: string;
  generation: number;
  live: number;
}

/** Compares what was built with what is shown, and shows it where it is equal and asked for. */
export async function compareReplay(database: Database, organization: string): Promise<void> {
  const compared = await database.transaction(async (tx) => {
    // Hashing all rows takes longer than a query may. It locks nothing and nobody waits for it.
    await tx.query(
      'set transaction isolation level repeatable read, read only; set local statement_timeout = 0',
    );
    const [replay] = await tx.query<CaughtUp>(
      `select r.replay_id, r.generation, o.live_generation as live from replays r join organizations o using (organization)
       where r.organization = $1 and r.state = 'comparing'`,
      [organization],
    );
    if (replay === undefined) return null;
    const { generation: replayed, live } = replay;
    return { ...replay, comparison: await compareGenerations(tx, { organization, live, replayed }) };
  });
  if (compared !== null) await conclude(database, organization, compared);
}

function conclude(
  database: Database,
  organization: string,
  { replay_id, generation, comparison }: CaughtUp & { comparison: ReplayComparison },
): Promise<void> {
  return database.transaction(async (tx) => {
    await lockOrganization(tx, organization);
    const [replay] = await tx.query<{ switch: string }>(
      `update replays set state = 'ready', comparison = $3
       where organization = $1 and replay_id = $2 and state = 'comparing' returning switch`,
      [organization, replay_id, comparison],
    );
    if (replay?.switch !== 'when_equal' || !comparison.equal) return;
    // Since the snapshot both have taken in the same events: they are as equal as they were.
    await showGeneration(tx, organization, { generation, keepPrevious: true, announce: false });
    await tx.query(
      `update replays set state = 'switched', switched_at = now()
       where organization = $1 and replay_id = $2 and state = 'ready'`,
      [organization, replay_id],
    );
  });
}
