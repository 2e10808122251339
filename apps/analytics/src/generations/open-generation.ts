import { randomUUID } from 'node:crypto';
import type { Replay } from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';

export interface NewGeneration {
  source: 'rows' | 'events';
  activeScorer: string | null;
  replay: Pick<Replay, 'cause' | 'switch'> & Partial<Pick<Replay, 'replay_id' | 'start_date' | 'end_date'>>;
}

/**
 * Begins another generation of an organization's read models, with the weights and limits its settings name now. From
 * this transaction on all that happens is projected into it as well; what happened before is read from the source, step
 * by step. The organization is locked.
 */
export async function openGeneration(
  tx: Tx,
  organization: string,
  { source, activeScorer, replay }: NewGeneration,
): Promise<void> {
  const [row] = await tx.query<{ generation: number; live: number }>(
    `with abandoned as (
       update generations g set retired = true from organizations o
       where g.organization = $1 and o.organization = $1 and not g.retired and g.generation <> o.live_generation
       returning g.source, g.complete)
     insert into generations (organization, generation, weight_profile, time_limits, active_scorer, source, complete,
       retired)
     -- Above all there ever were: a number that comes again is still named by replays that are over, and by what is cached.
     select $1, 1 + greatest((select max(generation) from generations where organization = $1),
         (select max(generation) from replays where organization = $1)), o.weight_profile, o.time_limits,
       $2,
       -- A rebuild that was under way is begun anew, not forgotten.
       case when exists (select from abandoned where source = 'events' and not complete) then 'events' else $3 end,
       false, false
     from organizations o where o.organization = $1
     returning generation, (select live_generation from organizations where organization = $1) as live`,
    [organization, activeScorer, source],
  );
  if (row === undefined) throw new Error(`there are no read models of ${organization} yet`);
  await tx.query(
    `update replays set ended_at = now(), state = case state when 'switched' then 'completed' else 'superseded' end
     where organization = $1 and ended_at is null`,
    [organization],
  );
  const { replay_id = randomUUID(), cause, start_date = null, end_date = null } = replay;
  await tx.query(
    `insert into replays (organization, replay_id, generation, previous_generation, cause, switch, start_date, end_date,
       state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'building')`,
    [organization, replay_id, row.generation, row.live, cause, replay.switch, start_date, end_date],
  );
}
