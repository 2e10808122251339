import { type Database, metrics, type Tx } from '@powerpulse/runtime';
import type { CatalogEntry } from './scorer-catalog.js';

/** Of days as they come in; other runs are backfills. */
export const LIVE_RUN = '00000000-0000-0000-0000-000000000000';

export interface Run {
  organization: string;
  runId: string;
  live: boolean;
  /** Fixed by a backfill; live days are judged by whoever is active. */
  scorerId: string | null;
}

export interface WaitingRow {
  /** Where the row stands; sure while it is locked. */
  place: string;
  day_id: string;
  version: number;
  try: number;
  tokens: number;
  max_days: number | null;
  /** Epoch milliseconds. */
  since: number;
  now: number;
  conversation_id: string;
  date: string;
  upload_ids: string[];
  correlation_id: string;
  /** An answer for this transcript is stored. */
  known: boolean;
  /** Why it needs no judging any more. */
  over: 'cancelled' | 'transcript_changed' | 'time_zone_changed' | null;
}

/** Organizations and runs with waiting days (paused backfills apart), found by skipping through the index. */
export async function waitingRuns(tx: Tx): Promise<Run[]> {
  const rows = await tx.query<{ organization: string; run_id: string; scorer_id: string | null }>(
    `with recursive run as (
       (select organization, run_id from job_days where job_id is null order by organization, run_id limit 1)
       union all
       select next.organization, next.run_id from run, lateral (
         select organization, run_id from job_days
         where job_id is null and (organization, run_id) > (run.organization, run.run_id)
         order by organization, run_id limit 1) next)
     select run.organization, run.run_id, b.scorer_id from run
     left join backfills b on b.backfill_id = run.run_id
     where run.run_id = $1 or b.status = 'running'`,
    [LIVE_RUN],
  );
  return rows.map((row) => ({
    organization: row.organization,
    runId: row.run_id,
    live: row.run_id === LIVE_RUN,
    scorerId: row.scorer_id,
  }));
}

/** How many more jobs of the run may wait for a worker. */
export async function roomFor(tx: Tx, run: Run, limit: number): Promise<number> {
  const [row] = await tx.query<{ open: number }>(
    `select count(*)::int as open from jobs where status = 'pending' and organization = $1 and run_id = $2`,
    [run.organization, run.runId],
  );
  return limit - (row?.open ?? 0);
}

/** The oldest waiting days that are due, locked, with what decides about them. */
export async function takeWaiting(
  tx: Tx,
  run: Run,
  entry: CatalogEntry,
  limit: number,
): Promise<WaitingRow[]> {
  return await tx.query<WaitingRow>(
    `select w.*, case when w.gone is not null then w.gone
       -- Nobody's messages ask for it: money for such days is spent by a backfill, which has a cap.
       when $5 and $6 and w.upload_ids = '{}' and not w.known then 'time_zone_changed' end as over
     from (select i.seq, i.place, i.day_id, i.version, i.try, i.tokens, i.max_days,
       (extract(epoch from i.due_at) * 1000)::float8 as since,
       (extract(epoch from now()) * 1000)::float8 as now,
       d.conversation_id, d.date::text as date, d.upload_ids::text[] as upload_ids, d.correlation_id,
       exists (select 1 from scores s
               where s.organization = $1 and s.transcript_hash = d.transcript_hash and s.scorer_id = $3
                 and (not d.force or s.generation = d.version)) as known,
       case when d.upload_ids <> '{}' and d.upload_ids <@ (select coalesce(array_agg(upload_id), '{}')
                                  from cancelled_uploads where organization = $1) then 'cancelled'
            when $5 and (exists (select 1 from days n where n.organization = $1 and n.day_id = i.day_id
                                   and n.version > i.version)
                      or exists (select 1 from retracted_days r where r.organization = $1 and r.day_id = i.day_id
                                   and r.version > i.version)) then 'transcript_changed'
       end as gone
     from (select ctid::text as place, day_id, version, try, tokens, max_days, due_at, seq from job_days
           where organization = $1 and run_id = $2 and job_id is null and due_at <= now()
           order by seq limit $4 for update skip locked) i
     join days d on d.organization = $1 and d.day_id = i.day_id and d.version = i.version
     ) w order by w.seq`,
    [run.organization, run.runId, entry.scorerId, limit, entry.external, run.live],
  );
}

export interface NewJob {
  jobId: string;
  days: number;
  /** Expected in its prompt. */
  tokens: number;
  uploadIds: readonly string[];
}

export async function insertJobs(
  tx: Tx,
  run: Run,
  entry: CatalogEntry,
  jobs: readonly NewJob[],
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(
    `insert into jobs (job_id, organization, run_id, scorer_id, lane, status, upload_ids, days, tokens_estimated)
     select u.job_id, $1, $2, $3, $4, 'pending', u.uploads::uuid[], u.days, u.tokens
     from unnest($5::uuid[], $6::text[], $7::int[], $8::int[]) as u(job_id, uploads, days, tokens)`,
    [
      run.organization,
      run.runId,
      entry.scorerId,
      entry.lane,
      jobs.map((job) => job.jobId),
      jobs.map((job) => `{${[...new Set(job.uploadIds)].join(',')}}`),
      jobs.map((job) => job.days),
      jobs.map((job) => job.tokens),
    ],
  );
}

/** The rows must be locked by `takeWaiting` in the same transaction. */
export async function putIntoJob(tx: Tx, jobId: string, rows: readonly WaitingRow[]): Promise<void> {
  await tx.query('update job_days set job_id = $1 where ctid = any($2::tid[])', [
    jobId,
    rows.map((row) => row.place),
  ]);
}

/** For the metrics: no more rows are counted than anybody needs to know. */
export async function measureWaiting(database: Database): Promise<void> {
  const [row] = await database.query<{ days: number; oldest: number | null }>(
    `select count(*)::int as days, extract(epoch from now() - min(due_at))::float8 as oldest
     from (select due_at from job_days where job_id is null limit 100000) waiting`,
  );
  metrics.daysWaiting.set(row?.days ?? 0);
  metrics.oldestDay.set(Math.max(0, row?.oldest ?? 0));
}
