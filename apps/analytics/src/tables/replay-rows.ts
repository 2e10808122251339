import type { Replay } from '@powerpulse/contracts';
import { changedSince, type Tx } from '@powerpulse/runtime';

const instant = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

/** Newest first; or the one that is asked for; or those that changed after a snapshot. */
export function readReplays(
  db: Pick<Tx, 'query'>,
  organization: string,
  {
    replayId = null,
    limit = 1,
    since = null,
  }: { replayId?: string | null; limit?: number; since?: string | null },
): Promise<Replay[]> {
  return db.query<Replay>(
    `select replay_id, state, cause, switch, start_date, end_date, events_read, events_total,
       case when events_read > 0 and busy_ms > 0 then events_read / (busy_ms / 1000) end as events_per_second,
       comparison, error, ${instant('created_at')}, ${instant('caught_up_at')}, ${instant('switched_at')},
       ${instant('ended_at')}
     from replays where organization = $1 and ($2::uuid is null or replay_id = $2)
       and ($4::pg_snapshot is null or (${changedSince('$4::pg_snapshot')}))
     order by replays.created_at desc, replay_id limit $3`,
    [organization, replayId, limit, since],
  );
}
