import type { Tx } from '@powerpulse/runtime';
import { projectInto, rulesOf } from '../projection/project-into.js';
import type { DateRange } from '../queries/date-range.js';
import { type GenerationRecord, lockOrganization, openGenerations } from '../tables/organizations.js';
import { eventsPage, isBounded, rowsPage, type SourcePage } from './generation-source.js';
import type { ReadAhead } from './read-ahead.js';
import { showGeneration } from './show-generation.js';

interface ReplayRecord extends DateRange {
  readonly replay_id: string;
  readonly generation: number;
  readonly switch: 'manual' | 'when_equal' | 'when_ready';
  readonly position: string[] | null;
}

/**
 * Brings one more part of its source into the generation that is being built. The lock makes "no more" final: whoever
 * projects meanwhile has waited, and goes on in both.
 */
export async function buildStep(
  tx: Tx,
  organization: string,
  ahead: ReadAhead,
  /** How large a part, of an ordinary page. */
  share: number,
): Promise<void> {
  await lockOrganization(tx, organization);
  const started = performance.now();
  const [replay] = await tx.query<ReplayRecord>(
    `select r.replay_id, r.generation, r.switch, r.start_date, r.end_date, g.position
     from replays r join generations g using (organization, generation)
     where r.organization = $1 and r.state = 'building'`,
    [organization],
  );
  if (replay === undefined) return;
  const generations = await openGenerations(tx, organization);
  const live = generations.find((generation) => generation.live);
  const building = generations.find(({ generation }) => generation === replay.generation);
  if (live === undefined || building === undefined) throw new Error('a replay without its generation');
  const step = { live, building, replay, share };
  const page = (await ahead.take({ organization, ...replay })) ?? (await nextPage(tx, organization, step));
  if (page.position?.[0] === EVENTS) {
    const after = { ...step, replay: { ...replay, position: page.position } };
    ahead.start({ organization, ...after.replay }, (reading) => nextPage(reading, organization, after));
  }
  if (page.position === null) return complete(tx, organization, replay, building);
  await projectInto(tx, { organization, generation: building.generation }, rulesOf(building), page.said);
  await tx.query(
    `with moved as (
       update generations set position = $4::jsonb where organization = $1 and generation = $3)
     update replays set events_read = events_read + $5, busy_ms = busy_ms + $6
     where organization = $1 and replay_id = $2 and state = 'building'`,
    [
      organization,
      replay.replay_id,
      building.generation,
      JSON.stringify(page.position),
      page.events,
      performance.now() - started,
    ],
  );
}

interface Step {
  live: GenerationRecord;
  building: GenerationRecord;
  replay: ReplayRecord;
  share: number;
}

const ROWS = 'rows';
const EVENTS = 'events';

/** Of a range only its events, after the rows of all other days. */
async function nextPage(
  tx: Tx,
  organization: string,
  { live, building, replay, share }: Step,
): Promise<SourcePage> {
  const onlyRows = building.source === 'rows';
  const [phase = onlyRows || isBounded(replay) ? ROWS : EVENTS, ...place] = replay.position ?? [];
  if (phase === ROWS) {
    const from = { organization, generation: live.generation };
    const page = at(ROWS, await rowsPage(tx, from, { ...replay, share }, place));
    if (page.position !== null || onlyRows) return page;
  }
  return at(EVENTS, await eventsPage(tx, organization, { ...replay, share }, phase === EVENTS ? place : []));
}

const at = (phase: string, page: SourcePage): SourcePage => ({
  ...page,
  position: page.position && [phase, ...page.position],
});

/** Settings are what somebody chose, so their numbers are shown; what was asked for is compared first. */
async function complete(
  tx: Tx,
  organization: string,
  replay: ReplayRecord,
  building: GenerationRecord,
): Promise<void> {
  await tx.query('update generations set complete = true where organization = $1 and generation = $2', [
    organization,
    replay.generation,
  ]);
  const state = replay.switch === 'when_ready' ? 'completed' : 'comparing';
  await tx.query(
    `update replays set state = $3, caught_up_at = now(),
       switched_at = case when $3 = 'completed' then now() end, ended_at = case when $3 = 'completed' then now() end
     where organization = $1 and replay_id = $2 and state = 'building'`,
    [organization, replay.replay_id, state],
  );
  if (state === 'comparing') return;
  // Replaying history tells nobody anything new; other weights do.
  await showGeneration(tx, organization, {
    ...building,
    keepPrevious: false,
    announce: building.source === ROWS,
  });
}
