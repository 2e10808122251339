import type { Tx } from '@powerpulse/runtime';
import { markDates } from '../tables/announced-dates.js';

interface Shown {
  generation: number;
  /** To be shown again at any time: what happens goes into it, too, until it is dropped. */
  keepPrevious: boolean;
  /** Whether the dates' numbers are told to other services. */
  announce: boolean;
}

/** One commit: every reader sees all of the old numbers or all of the new ones. The organization is locked. */
export async function showGeneration(
  tx: Tx,
  organization: string,
  { generation, keepPrevious, announce }: Shown,
): Promise<void> {
  await tx.query(
    `with previous as (
       update generations g set retired = not $3::boolean from organizations o
       where g.organization = $1 and o.organization = $1 and g.generation = o.live_generation
         and g.generation <> $2)
     update organizations set live_generation = $2 where organization = $1`,
    [organization, generation, keepPrevious],
  );
  if (!announce) return;
  const dates = await tx.query<{ date: string }>(
    `select distinct date from daily_metrics where generation = $1 and organization = $2 and dimension = 'all'`,
    [generation, organization],
  );
  await markDates(
    tx,
    organization,
    dates.map(({ date }) => date),
    `weights:${organization}:${generation}`,
  );
}
