import type { Tx } from '@powerpulse/runtime';

/**
 * Begins another generation of an organization's read models, with the weights its settings name now. From this
 * transaction on all that happens is projected into it as well; what happened before is read from the source, step by
 * step. The organization is locked.
 */
export async function openGeneration(
  tx: Tx,
  organization: string,
  { source, activeScorer }: { source: 'rows' | 'events'; activeScorer: string | null },
): Promise<number> {
  const [row] = await tx.query<{ generation: number }>(
    `with abandoned as (
       update generations g set retired = true from organizations o
       where g.organization = $1 and o.organization = $1 and not g.retired and g.generation <> o.live_generation
       returning g.source)
     insert into generations (organization, generation, weight_profile, active_scorer, source, retired)
     select $1, (select max(generation) + 1 from generations where organization = $1), o.weight_profile, $2,
       -- A rebuild that was under way is begun anew, not forgotten.
       case when exists (select from abandoned where source = 'events') then 'events' else $3 end, false
     from organizations o where o.organization = $1
     returning generation`,
    [organization, activeScorer, source],
  );
  if (row === undefined) throw new Error(`there are no read models of ${organization} yet`);
  return row.generation;
}
