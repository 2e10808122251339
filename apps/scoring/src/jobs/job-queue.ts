import { randomUUID } from 'node:crypto';
import { Database } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';
import { LIVE_RUN } from './waiting-days.js';

/** A worker that says nothing for this long has lost its job. With polling, a killed one's job returns within 30 s. */
export const LEASE_MS = 20_000;

export interface ClaimedJob {
  jobId: string;
  organization: string;
  runId: string;
  scorerId: string;
  token: string;
  /** Times it was taken, this one included, outages apart. */
  attempts: number;
  /** Milliseconds since it was made. */
  age: number;
  /** Why the last worker gave it back; null after a crash. */
  lastError: string | null;
}

interface ClaimRow {
  error: string | null;
  age: number;
  job_id: string;
  organization: string;
  run_id: string;
  scorer_id: string;
  attempts: number;
}

/** Jobs are rows; a worker holds one by a lease with a token. All times are the database's. */
@Injectable()
export class JobQueue {
  constructor(private readonly database: Database) {}

  /** The next job of a lane: new days before backfills, of the organization with the fewest under way, the oldest. */
  async claim(lane: string): Promise<ClaimedJob | null> {
    const token = randomUUID();
    const [row] = await this.database.query<ClaimRow>(
      `update jobs set status = 'in_progress', lease_token = $2, attempts = attempts + 1,
         lease_until = now() + $3 * interval '1 millisecond', started_at = coalesce(started_at, now())
       where job_id = (
         select j.job_id from jobs j
         where j.lane = $1 and ((j.status = 'pending' and j.due_at <= now())
                             or (j.status = 'in_progress' and j.lease_until < now()))
           and (j.run_id = $4 or exists (select 1 from backfills b where b.backfill_id = j.run_id
                                           and b.status = 'running'))
         order by j.run_id <> $4, (select count(*) from jobs r where r.status = 'in_progress' and r.lane = j.lane
                     and r.organization = j.organization and r.lease_until >= now()), j.created_at, j.job_id
         limit 1 for update skip locked)
       returning job_id, organization, run_id, scorer_id, attempts, error,
         (extract(epoch from now() - created_at) * 1000)::float8 as age`,
      [lane, token, LEASE_MS, LIVE_RUN],
    );
    if (row === undefined) return null;
    return {
      jobId: row.job_id,
      organization: row.organization,
      runId: row.run_id,
      scorerId: row.scorer_id,
      token,
      attempts: row.attempts,
      age: row.age,
      lastError: row.error,
    };
  }

  /** False where someone else holds the job by now. */
  async renew(job: ClaimedJob): Promise<boolean> {
    const rows = await this.database.query(
      `update jobs set lease_until = now() + $3 * interval '1 millisecond'
       where job_id = $1 and lease_token = $2 and status = 'in_progress' returning 1 as held`,
      [job.jobId, job.token, LEASE_MS],
    );
    return rows.length > 0;
  }

  /** Gives a job back undone. An outage or a stop is no attempt (`counts` false). */
  async release(job: ClaimedJob, why: string, waitMs: number, counts = false): Promise<void> {
    await this.database.query(
      `update jobs set status = 'pending', lease_token = null, lease_until = null, attempts = attempts - $5,
         due_at = now() + $3 * interval '1 millisecond', error = $4
       where job_id = $1 and lease_token = $2 and status = 'in_progress'`,
      [job.jobId, job.token, waitMs, why, counts ? 0 : 1],
    );
  }

  /** Gives a job to another scorer. */
  async reassign(job: ClaimedJob, scorerId: string, lane: string, why: string): Promise<void> {
    await this.database.query(
      `update jobs set status = 'pending', lease_token = null, lease_until = null, attempts = 0, scorer_id = $3,
         lane = $4, due_at = now(), error = $5
       where job_id = $1 and lease_token = $2 and status = 'in_progress'`,
      [job.jobId, job.token, scorerId, lane, why],
    );
  }
}
