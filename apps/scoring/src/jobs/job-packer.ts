import { randomUUID } from 'node:crypto';
import { DayUnscored } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Transactions, type UnitOfWork } from '@powerpulse/messaging';
import { Injectable } from '@nestjs/common';
import { pumpBackfills } from '../backfills/backfill-pump.js';
import { packIntoJobs, type WaitingDay } from '../domain/pack-into-jobs.js';
import { unscoredDay } from '../domain/score-events.js';
import { ScorerCatalog, type CatalogEntry } from './scorer-catalog.js';
import {
  insertJobs,
  type NewJob,
  putIntoJob,
  roomFor,
  takeWaiting,
  waitingRuns,
  type Run,
  type WaitingRow,
} from './waiting-days.js';
import { endWithoutJob } from './job-results.js';

/** Days looked at in one transaction. */
const WINDOW = 2_000;
/** Jobs that wait for a worker, per organization: what is packed late can still be cancelled, superseded or repacked. */
const JOBS_AHEAD = 50;
const PACKER_LOCK = 7_201;

interface Packable extends WaitingDay {
  row: WaitingRow;
}

/** Turns waiting days into jobs. One replica packs at a time: two would each make jobs that are half full. */
@Injectable()
export class JobPacker {
  constructor(
    private readonly transactions: Transactions,
    private readonly catalog: ScorerCatalog,
  ) {}

  /** Returns how many jobs were made, and whether days are left that wait for company. */
  async pack(): Promise<{ jobs: number; lingering: boolean; more: boolean }> {
    return await this.transactions.run(async (unit) => {
      const [lock] = await unit.tx.query<{ mine: boolean }>(
        'select pg_try_advisory_xact_lock($1, hashtext(current_schema())) as mine',
        [PACKER_LOCK],
      );
      const total = { jobs: 0, lingering: false, more: false };
      if (!lock?.mine) return total;
      await pumpBackfills(unit.tx);
      for (const run of await waitingRuns(unit.tx)) {
        const entry = await this.scorerOf(run);
        if (entry === null) continue;
        const packed = await this.packRun(unit, run, entry);
        total.jobs += packed.jobs;
        total.lingering ||= packed.left > 0;
        total.more ||= packed.more;
      }
      return total;
    });
  }

  private scorerOf(run: Run): Promise<CatalogEntry | null> {
    return run.scorerId === null
      ? this.catalog.active(run.organization)
      : this.catalog.byId(run.organization, run.scorerId);
  }

  private async packRun(unit: UnitOfWork, run: Run, entry: CatalogEntry) {
    const room = await roomFor(unit.tx, run, JOBS_AHEAD);
    if (room <= 0) return { jobs: 0, left: 0, more: false };
    const rows = await takeWaiting(unit.tx, run, entry, WINDOW);
    const ended = rows.filter((row) => row.over !== null);
    if (ended.length > 0) await this.end(unit, run, entry, ended);
    const days = oneVersionEach(rows.filter((row) => row.over === null)).map((row): Packable => ({
      row,
      tokens: row.tokens,
      since: row.since,
      maxDays: row.max_days,
    }));
    const now = rows[0]?.now ?? 0;
    const known = days.filter((day) => day.row.known);
    const unknown = days.filter((day) => !day.row.known);
    const jobs = [
      ...packIntoJobs(known, { ...entry.bounds, ...FREE }, now),
      ...packIntoJobs(unknown, entry.bounds, now),
    ].slice(0, room);
    const made = jobs.map((days) => ({ jobId: randomUUID(), rows: days.map((day) => day.row) }));
    await insertJobs(unit.tx, run, entry, made.map(newJob));
    for (const { jobId, rows } of made) await putIntoJob(unit.tx, jobId, rows);
    const packed = jobs.reduce((sum, job) => sum + job.length, 0);
    return { jobs: jobs.length, left: days.length - packed, more: rows.length === WINDOW && packed > 0 };
  }

  private async end(unit: UnitOfWork, run: Run, entry: CatalogEntry, rows: readonly WaitingRow[]) {
    await endWithoutJob(unit.tx, rows);
    if (!run.live) return;
    for (const row of rows) {
      if (row.over === null) continue;
      const day = {
        dayId: row.day_id,
        conversationId: row.conversation_id,
        date: row.date,
        version: row.version,
        uploadIds: row.upload_ids,
      };
      unit.emit(DayUnscored, {
        organization: run.organization,
        id: eventId('DayUnscored', row.day_id, row.version),
        correlationId: row.correlation_id,
        data: unscoredDay(day, entry.scorer.id, row.over, WHY[row.over]),
      });
    }
  }
}

const newJob = ({ jobId, rows }: { jobId: string; rows: readonly WaitingRow[] }): NewJob => ({
  jobId,
  days: rows.length,
  tokens: rows.reduce((sum, row) => sum + (row.known ? 0 : row.tokens), 0),
  uploadIds: rows.flatMap((row) => row.upload_ids),
});

/** Verdicts are by day: two versions of one day never share a job. The later one goes on waiting. */
function oneVersionEach(rows: readonly WaitingRow[]): WaitingRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.day_id) && seen.add(row.day_id));
}

/** Days whose answer is stored cost no call, whoever judged them. */
const FREE = { maxDays: 300, maxTokens: null, fixedTokens: 0, answer: null };

const WHY = {
  cancelled: 'every upload that asked for this day was cancelled',
  transcript_changed: 'a newer version of the day came before this one was judged',
  time_zone_changed: 'only the time zone changed: a backfill judges it',
};
