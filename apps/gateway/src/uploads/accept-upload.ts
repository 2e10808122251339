import { Injectable } from '@nestjs/common';
import { UploadAccepted } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Transactions } from '@powerpulse/messaging';
import { Conflict, type Tx } from '@powerpulse/runtime';
import { HttpProblem } from '../http/problem.js';
import type { ReceivedFile } from './receive-file.js';
import type { UploadKey } from './upload-store.js';

export interface AcceptRequest {
  /** Null where the bytes were only hashed, because the key was taken when they began to come. */
  readonly upload: UploadKey | null;
  readonly organization: string;
  readonly file: ReceivedFile;
  readonly forceReprocess: boolean;
  readonly idempotencyKey: string | null;
}

export interface Accepted {
  readonly uploadId: string;
  /** An earlier upload stands for this one; nothing of it is kept. */
  readonly repeated: boolean;
}

/** One transaction: is it a repetition, and if not, the upload, its key and its event. */
@Injectable()
export class AcceptUpload {
  constructor(private readonly transactions: Transactions) {}

  accept(request: AcceptRequest): Promise<Accepted> {
    const { organization, file, forceReprocess, idempotencyKey } = request;
    return this.transactions.run(async (unit) => {
      const { tx } = unit;
      // Repetitions that run at the same time pass here one after the other: by key first, then by bytes.
      if (idempotencyKey !== null) {
        await lock(tx, 'key', organization, idempotencyKey);
        const first = await uploadOfKey(tx, request, idempotencyKey);
        if (first !== null) return { uploadId: first, repeated: true };
      }
      await lock(tx, 'bytes', organization, file.contentHash);
      const running = forceReprocess ? null : await sameBytesRunning(tx, organization, file.contentHash);
      const uploadId = running ?? (await markAccepted(tx, request));
      if (idempotencyKey !== null) await rememberKey(tx, request, idempotencyKey, uploadId);
      if (running === null) {
        unit.emit(UploadAccepted, {
          organization,
          id: eventId('UploadAccepted', uploadId),
          correlationId: uploadId,
          data: {
            upload_id: uploadId,
            bytes: file.bytes,
            content_hash: file.contentHash,
            chunks: file.chunks,
            force_reprocess: forceReprocess,
          },
        });
      }
      return { uploadId, repeated: running !== null };
    });
  }
}

async function lock(tx: Tx, kind: string, organization: string, value: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    JSON.stringify(['upload', kind, organization, value]),
  ]);
}

async function uploadOfKey(tx: Tx, request: AcceptRequest, key: string): Promise<string | null> {
  const [first] = await tx.query<{ upload_id: string; content_hash: string; force_reprocess: boolean }>(
    `select upload_id, content_hash, force_reprocess from idempotency_keys
     where organization = $1 and key = $2`,
    [request.organization, key],
  );
  if (first === undefined) return null;
  if (first.content_hash !== request.file.contentHash || first.force_reprocess !== request.forceReprocess) {
    throw new HttpProblem(
      'idempotency-key-reused',
      'This Idempotency-Key was used for other bytes or options. Use a new key for a new upload.',
    );
  }
  return first.upload_id;
}

async function sameBytesRunning(tx: Tx, organization: string, hash: string): Promise<string | null> {
  const [running] = await tx.query<{ upload_id: string }>(
    `select upload_id from uploads
     where organization = $1 and content_hash = $2 and state = 'accepted' and ended_at is null
       and cancelled_at is null and status <> 'failed'
     order by accepted_at limit 1`,
    [organization, hash],
  );
  return running?.upload_id ?? null;
}

async function markAccepted(tx: Tx, { upload, file, forceReprocess }: AcceptRequest): Promise<string> {
  if (upload !== null) {
    const rows = await tx.query(
      `update uploads set state = 'accepted', accepted_at = now(), bytes = $3, content_hash = $4, chunks = $5,
         force_reprocess = $6
       where organization = $1 and upload_id = $2 and state = 'receiving' returning 1`,
      [upload.organization, upload.uploadId, file.bytes, file.contentHash, file.chunks, forceReprocess],
    );
    if (rows.length === 1) return upload.uploadId;
  }
  throw new Conflict('The upload was given up meanwhile because it took too long. Send it again.');
}

async function rememberKey(tx: Tx, request: AcceptRequest, key: string, uploadId: string): Promise<void> {
  await tx.query(
    `insert into idempotency_keys (organization, key, upload_id, content_hash, force_reprocess)
     values ($1, $2, $3, $4, $5)`,
    [request.organization, key, uploadId, request.file.contentHash, request.forceReprocess],
  );
}
