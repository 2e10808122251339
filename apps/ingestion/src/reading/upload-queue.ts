import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ExportCheckpoint } from '@powerpulse/chat-export';
import { Database, type Tx } from '@powerpulse/runtime';
import { DEFAULT_AUTO_RESPONSE_PATTERNS } from '../domain/default-settings.js';
import { msOf } from '../tables/epoch-ms.js';

/** Where reading goes on: in which chunk, where that begins in the file, and the reader's own state. */
export interface UploadCheckpoint {
  chunk: number;
  chunkStart: number;
  reader: ExportCheckpoint;
}

/** An upload held by this process. */
export interface HeldUpload {
  organization: string;
  uploadId: string;
  uploadNo: number;
  correlationId: string;
  /** Epoch milliseconds. */
  acceptedAt: number;
  bytes: number;
  chunks: number;
  force: boolean;
  cancelRequested: boolean;
  autoResponsePatterns: readonly string[];
  checkpoint: UploadCheckpoint | null;
  attempts: number;
  lease: string;
  leaseSeconds: number;
}

/** Somebody else reads the upload now, or nobody needs to any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export class UploadCancelledMeanwhile extends Error {
  override readonly name = 'UploadCancelledMeanwhile';
}

interface ClaimedRow {
  organization: string;
  upload_id: string;
  upload_no: number;
  correlation_id: string;
  accepted_at: number;
  bytes: number;
  chunks: number;
  force_reprocess: boolean;
  cancel_requested: boolean;
  patterns: string;
  checkpoint: string | null;
  attempts: number;
}

/** Durable: whoever holds an upload may be killed at any moment, another process goes on when the lease has run out. */
@Injectable()
export class UploadQueue {
  constructor(private readonly database: Database) {}

  /**
   * The oldest upload that nobody reads, of an organization of which nothing older is unfinished: so messages are
   * accepted in the order of uploads, and no two readers meet in one conversation.
   */
  async claim(leaseSeconds: number): Promise<HeldUpload | null> {
    const lease = randomUUID();
    const [row] = await this.database.query<ClaimedRow>(
      `update uploads u set state = 'reading', lease = $1, not_before = now() + make_interval(secs => $2),
         attempts = attempts + 1, started_at = coalesce(started_at, now()),
         auto_response_patterns = coalesce(auto_response_patterns,
           (select s.auto_response_patterns from organization_settings s where s.organization = u.organization), $3)
       where (organization, upload_id) = (
         select w.organization, w.upload_id from uploads w
         where w.finished_at is null and w.not_before <= now() and not exists (
           select from uploads older
           where older.organization = w.organization and older.finished_at is null and older.upload_no < w.upload_no)
         order by w.upload_no limit 1 for update skip locked)
       returning organization, upload_id, upload_no, correlation_id,
         ${msOf('accepted_at')} as accepted_at, bytes::float8 as bytes, chunks, force_reprocess,
         cancel_requested, auto_response_patterns::text as patterns, checkpoint::text as checkpoint, attempts`,
      [lease, leaseSeconds, JSON.stringify(DEFAULT_AUTO_RESPONSE_PATTERNS)],
    );
    return row === undefined ? null : heldUpload(row, lease, leaseSeconds);
  }

  /** A sign of life between transactions. Throws where reading has to stop. */
  async renew(upload: HeldUpload): Promise<void> {
    await hold(this.database, upload);
  }

  /** Lets go, so that anyone may go on after a pause. `isAttempt`: it failed by itself, not for an outage or a stop. */
  async release(upload: HeldUpload, pauseSeconds: number, isAttempt: boolean): Promise<void> {
    await this.database.query(
      `update uploads set lease = null, not_before = now() + make_interval(secs => $4),
         attempts = greatest(attempts - $5, 0)
       where organization = $1 and upload_id = $2 and lease = $3`,
      [upload.organization, upload.uploadId, upload.lease, pauseSeconds, isAttempt ? 0 : 1],
    );
  }
}

/** First in each transaction of a reader: locks the upload's row, makes sure that it is still held, prolongs the lease. */
export async function hold(
  db: Pick<Tx, 'query'>,
  { organization, uploadId, lease, leaseSeconds, cancelRequested }: HeldUpload,
): Promise<void> {
  const [row] = await db.query<{ cancel_requested: boolean }>(
    `update uploads set not_before = now() + make_interval(secs => $4)
     where organization = $1 and upload_id = $2 and lease = $3 and finished_at is null
     returning cancel_requested`,
    [organization, uploadId, lease, leaseSeconds],
  );
  if (row === undefined) throw new LeaseLost();
  if (row.cancel_requested && !cancelRequested) throw new UploadCancelledMeanwhile();
}

function heldUpload(row: ClaimedRow, lease: string, leaseSeconds: number): HeldUpload {
  return {
    organization: row.organization,
    uploadId: row.upload_id,
    uploadNo: row.upload_no,
    correlationId: row.correlation_id,
    acceptedAt: row.accepted_at,
    bytes: row.bytes,
    chunks: row.chunks,
    force: row.force_reprocess,
    cancelRequested: row.cancel_requested,
    autoResponsePatterns: JSON.parse(row.patterns) as string[],
    checkpoint: row.checkpoint === null ? null : (JSON.parse(row.checkpoint) as UploadCheckpoint),
    attempts: row.attempts,
    lease,
    leaseSeconds,
  };
}
