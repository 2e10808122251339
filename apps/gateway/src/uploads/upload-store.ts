import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';

export interface UploadKey {
  readonly organization: string;
  readonly uploadId: string;
}

/** Bytes as they are: otherwise they travel as hexadecimal digits, twice the size and a string on the way. */
const RAW = { binary: true, types: { getTypeParser: () => (bytes: Buffer) => bytes } };

/**
 * Uploads while they come in: every step is a short transaction of its own. None of them is flushed to disk by itself: the
 * commit that accepts the upload flushes all that was written before it, and what was not accepted may be lost.
 */
@Injectable()
export class UploadStore {
  constructor(private readonly database: Database) {}

  async begin(organization: string): Promise<UploadKey> {
    const uploadId = randomUUID();
    await this.database.query(
      `with relaxed as (select set_config('synchronous_commit', 'off', true) as mode)
       insert into uploads (organization, upload_id, state) select $1, $2, 'receiving' from relaxed where mode = 'off'`,
      [organization, uploadId],
    );
    return { organization, uploadId };
  }

  async addChunk({ organization, uploadId }: UploadKey, index: number, data: Uint8Array): Promise<void> {
    await this.database.query(
      `with relaxed as (select set_config('synchronous_commit', 'off', true) as mode)
       insert into upload_chunks (organization, upload_id, index, data)
       select $1, $2, $3, $4 from relaxed where mode = 'off'`,
      [organization, uploadId, index, data],
    );
  }

  /** Forgets an upload that was not accepted. One that was (its commit went through unseen) stays. */
  async discard({ organization, uploadId }: UploadKey): Promise<void> {
    await this.database.query(
      `delete from uploads where organization = $1 and upload_id = $2 and state = 'receiving'`,
      [organization, uploadId],
    );
  }

  /** Chunks of files that are not accepted (yet) are nobody's business. */
  async chunk({ organization, uploadId }: UploadKey, index: number): Promise<Buffer | null> {
    const question = {
      text: `select c.data from upload_chunks c join uploads u using (organization, upload_id)
       where organization = $1 and upload_id = $2 and c.index = $3 and u.state = 'accepted'`,
      values: [organization, uploadId, index],
      ...RAW,
    };
    const { rows } = await this.database.pool.query<{ data: Buffer }>(question);
    return rows[0]?.data ?? null;
  }

  /** Then the bytes need not be kept: the first upload's answer is given again. */
  async keyTaken(organization: string, key: string): Promise<boolean> {
    const rows = await this.database.query(
      'select 1 from idempotency_keys where organization = $1 and key = $2',
      [organization, key],
    );
    return rows.length > 0;
  }

  /** Uploads of which nothing has come for long: whoever received them is gone. Returns how many. */
  async sweepOrphans(silentSeconds: number): Promise<number> {
    const gone = await this.database.query(
      `with limits as (select now() - make_interval(secs => $1) as before)
       delete from uploads u using limits
       where u.state = 'receiving' and u.started_at < limits.before
         and not exists (select from upload_chunks c where c.organization = u.organization
           and c.upload_id = u.upload_id and c.received_at >= limits.before)
       returning u.upload_id`,
      [silentSeconds],
    );
    return gone.length;
  }

  /** The bytes of uploads that have ended, a few at a time. Returns how many uploads. */
  async dropEndedBytes(limit: number): Promise<number> {
    const dropped = await this.database.query(
      `with done as (
         update uploads set bytes_stored = false
         where (organization, upload_id) in (
           select organization, upload_id from uploads where ended_at is not null and bytes_stored
           order by ended_at limit $1 for update skip locked)
         returning organization, upload_id),
       chunks as (
         delete from upload_chunks c using done
         where c.organization = done.organization and c.upload_id = done.upload_id)
       select 1 from done`,
      [limit],
    );
    return dropped.length;
  }
}
