import type { Database, Tx } from '@powerpulse/runtime';
import { LIVE_RUN } from '../jobs/waiting-days.js';

export interface BackfillRange {
  organization: string;
  scorerId: string;
  startDate: string | null;
  endDate: string | null;
  /** Null: of all uploads. */
  uploadId: string | null;
}

/** By the index of jobs: an upload's days are few among all. A job may have other days, too. */
const OF_UPLOAD = `
  select u.day_id from jobs j
  join job_days i on i.organization = j.organization and i.job_id = j.job_id
  join days u on u.organization = i.organization and u.day_id = i.day_id and u.version = i.version
  where j.organization = $1 and j.upload_ids @> array[$6::uuid] and u.upload_ids @> array[$6::uuid]`;

/** The newest version of each day of the range that still exists; `known`: this scorer has judged it. */
const NEWEST_DAYS = `
  select d.day_id, d.version, i.tokens,
    exists (select 1 from scores s where s.organization = $1 and s.transcript_hash = d.transcript_hash
            and s.scorer_id = $2) as known
  from (select distinct on (day_id) day_id, version, date, transcript_hash from days
        where organization = $1 and ($5::uuid is null or day_id > $5)
          and ($6::uuid is null or day_id in (${OF_UPLOAD})) order by day_id, version desc) d
  join job_days i on i.organization = $1 and i.day_id = d.day_id and i.version = d.version
    and i.run_id = '${LIVE_RUN}' and i.try = 0
  where ($3::date is null or d.date >= $3) and ($4::date is null or d.date <= $4)
    and not exists (select 1 from retracted_days r where r.organization = $1 and r.day_id = d.day_id
                    and r.version > d.version)`;

const params = (
  { organization, scorerId, startDate, endDate, uploadId }: BackfillRange,
  after: string | null,
) => [organization, scorerId, startDate, endDate, after, uploadId];

export interface BackfillSize {
  days: number;
  known: number;
  toJudge: number;
  tokens: number;
}

/** `maxDays`: no more than so many are judged. */
export async function sizeOf(
  database: Database,
  range: BackfillRange,
  maxDays: number | null,
): Promise<BackfillSize> {
  const [size] = await database.query<BackfillSize>(
    `with newest as (${NEWEST_DAYS}),
       chosen as (select tokens from newest where not known order by day_id limit $7)
     select (select count(*)::int from newest) as days, (select count(*)::int from newest where known) as known,
       (select count(*)::int from chosen) as "toJudge", (select coalesce(sum(tokens), 0)::float8 from chosen) as tokens`,
    [...params(range, null), maxDays],
  );
  return size ?? { days: 0, known: 0, toJudge: 0, tokens: 0 };
}

/** Puts the next days to wait; returns how many, and the last one of them. */
export async function enqueue(
  tx: Tx,
  backfillId: string,
  range: BackfillRange,
  after: string | null,
  limit: number,
): Promise<{ days: number; last: string | null }> {
  const rows = await tx.query<{ day_id: string }>(
    `with newest as (${NEWEST_DAYS}),
       chosen as (select * from newest where not known order by day_id limit $7)
     insert into job_days (organization, day_id, version, run_id, try, tokens)
     select $1, day_id, version, $8, 0, tokens from chosen order by day_id
     on conflict do nothing returning day_id`,
    [...params(range, after), limit, backfillId],
  );
  const last = rows.reduce<string | null>(
    (max, { day_id }) => (max === null || day_id > max ? day_id : max),
    null,
  );
  return { days: rows.length, last };
}
