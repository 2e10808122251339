import { DEFAULT_TIME_LIMITS, type TimeLimits, type WeightProfile } from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';
import { DEFAULT_PROFILE } from '../domain/weights.js';

export interface GenerationRecord {
  generation: number;
  weight_profile: WeightProfile;
  time_limits: TimeLimits;
  active_scorer: string | null;
  source: 'none' | 'rows' | 'events';
  complete: boolean;
  live: boolean;
}

/**
 * Whoever projects for an organization waits for whoever does: sums of a date are shared by all its conversations.
 * Every transaction takes these locks first, and in one order.
 */
export async function lockOrganization(tx: Tx, organization: string): Promise<void> {
  await tx.prepared(
    'lock-organization',
    // Many batches may be waiting, and each takes its time: longer than a statement may usually wait for a lock.
    `select set_config('lock_timeout', '25s', true), pg_advisory_xact_lock(hashtextextended($1, 0))`,
    [`powerpulse:analytics:${organization}`],
  );
}

/** The live generation, and those being built or kept: what happens now happens in all of them. */
export async function openGenerations(tx: Tx, organization: string): Promise<GenerationRecord[]> {
  return tx.prepared<GenerationRecord>(
    'open-generations',
    `select g.generation, g.weight_profile, g.time_limits, g.active_scorer, g.source, g.complete, g.generation = o.live_generation as live
      from organizations o join generations g using (organization)
      where o.organization = $1 and not g.retired order by g.generation`,
    [organization],
  );
}

/** What was known of the live read models is not true any more. */
export async function changeState(tx: Tx, organization: string): Promise<void> {
  await tx.query('update organizations set state = gen_random_uuid() where organization = $1', [
    organization,
  ]);
}

/** An organization nobody has spoken of yet: defaults, and an empty first generation. */
export async function createOrganization(
  tx: Tx,
  organization: string,
  activeScorer: string | null,
): Promise<GenerationRecord> {
  await tx.query(
    `insert into organizations (organization, settings_version, time_zone, weight_profile, time_limits, live_generation)
     values ($1, 0, 'UTC', $2, $3, 1)`,
    [organization, DEFAULT_PROFILE, DEFAULT_TIME_LIMITS],
  );
  const first = {
    generation: 1,
    weight_profile: DEFAULT_PROFILE,
    time_limits: DEFAULT_TIME_LIMITS,
    active_scorer: activeScorer,
  };
  await tx.query(
    `insert into generations (organization, generation, weight_profile, time_limits, active_scorer, source, complete,
       retired)
     values ($1, 1, $2, $3, $4, 'none', true, false)`,
    [organization, first.weight_profile, first.time_limits, first.active_scorer],
  );
  return { ...first, source: 'none', complete: true, live: true };
}
