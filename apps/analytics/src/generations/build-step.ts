import type { Tx } from '@powerpulse/runtime';
import { markDates } from '../tables/announced-dates.js';
import { projectInto, rulesOf } from '../projection/project-into.js';
import { type GenerationRecord, lockOrganization, openGenerations } from '../tables/organizations.js';
import { eventsPage, rowsPage, type SourcePage } from './generation-source.js';

/**
 * Brings one more part of its source into the generation that is being built, and shows it once there is no more. The
 * lock makes "no more" final: whoever projects meanwhile has waited, and goes on in the new generation.
 */
export async function buildStep(tx: Tx, organization: string): Promise<'more' | 'done'> {
  await lockOrganization(tx, organization);
  const generations = await openGenerations(tx, organization);
  const live = generations.find((generation) => generation.live);
  const building = generations.find((generation) => !generation.live);
  if (live === undefined || building === undefined) return 'done';
  const page = await nextPage(tx, organization, live, building);
  if (page.position === null) {
    await show(tx, organization, building);
    return 'done';
  }
  await projectInto(tx, { organization, generation: building.generation }, rulesOf(building), page.said);
  await tx.query('update generations set position = $3::jsonb where organization = $1 and generation = $2', [
    organization,
    building.generation,
    JSON.stringify(page.position),
  ]);
  return 'more';
}

async function nextPage(
  tx: Tx,
  organization: string,
  live: GenerationRecord,
  building: GenerationRecord,
): Promise<SourcePage> {
  const [row] = await tx.query<{ position: string[] | null }>(
    'select position from generations where organization = $1 and generation = $2',
    [organization, building.generation],
  );
  const position = row?.position ?? null;
  return building.source === 'events'
    ? eventsPage(tx, organization, position)
    : rowsPage(tx, { organization, generation: live.generation }, position);
}

/** One commit: every reader sees all of the old numbers or all of the new ones. */
async function show(tx: Tx, organization: string, { generation, source }: GenerationRecord): Promise<void> {
  await tx.query(
    `with retired as (
       update generations g set retired = true from organizations o
       where g.organization = $1 and o.organization = $1 and g.generation = o.live_generation)
     update organizations set live_generation = $2 where organization = $1`,
    [organization, generation],
  );
  // Replaying history tells nobody anything new; other weights do.
  if (source === 'events') return;
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
