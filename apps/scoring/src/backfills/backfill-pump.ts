import type { Tx } from '@powerpulse/runtime';
import { enqueue } from './backfill-days.js';

/** Days of a backfill that wait at any time: a pause or a cap takes hold soon. */
const WAITING = 400;
/** In place of a day: all have been looked at. */
const DONE = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Row {
  backfill_id: string;
  organization: string;
  scorer_id: string;
  start_date: string | null;
  end_date: string | null;
  upload_id: string | null;
  max_days: number | null;
  enqueued: number;
  after_day: string | null;
  waiting: number;
  open_jobs: number;
}

/** Puts more days of running backfills to wait, and ends those that are through. Under the packer's lock. */
export async function pumpBackfills(tx: Tx): Promise<void> {
  const rows = await tx.query<Row>(
    `select b.backfill_id, b.organization, b.scorer_id, b.start_date::text as start_date,
       b.end_date::text as end_date, b.upload_id, b.max_days, b.enqueued, b.after_day,
       (select count(*)::int from job_days i where i.organization = b.organization and i.run_id = b.backfill_id
          and i.job_id is null) as waiting,
       (select count(*)::int from jobs j where j.status in ('pending', 'in_progress')
          and j.organization = b.organization and j.run_id = b.backfill_id) as open_jobs
     from backfills b where b.status = 'running' order by b.created_at for update of b`,
  );
  for (const row of rows) await pump(tx, row);
}

async function pump(tx: Tx, row: Row): Promise<void> {
  if (row.after_day === DONE) {
    if (row.waiting + row.open_jobs === 0)
      await tx.query(`update backfills set status = 'completed', updated_at = now() where backfill_id = $1`, [
        row.backfill_id,
      ]);
    return;
  }
  const left = row.max_days === null ? WAITING : row.max_days - row.enqueued;
  const limit = Math.min(left, WAITING - row.waiting);
  if (limit <= 0 && left > 0) return;
  const range = {
    organization: row.organization,
    scorerId: row.scorer_id,
    startDate: row.start_date,
    endDate: row.end_date,
    uploadId: row.upload_id,
  };
  const { days, last } =
    limit > 0 ? await enqueue(tx, row.backfill_id, range, row.after_day, limit) : { days: 0, last: null };
  const through = days < limit || days === left || limit <= 0;
  await tx.query(
    `update backfills set enqueued = enqueued + $2, after_day = $3, updated_at = now() where backfill_id = $1`,
    [row.backfill_id, days, through ? DONE : last],
  );
}
