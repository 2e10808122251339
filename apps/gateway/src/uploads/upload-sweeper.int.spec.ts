import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAll, startGateway, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import { UploadStore } from './upload-store.js';
import { UploadSweeper } from './upload-sweeper.js';
import type { UploadAcceptedDto } from './upload.dto.js';

describe('the upload sweeper', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const exists = async (table: string, uploadId: string): Promise<boolean> =>
    (await all.db.query(`select 1 from ${table} where upload_id = $1`, [uploadId])).length > 0;

  it('removes what a crashed receiver left, and nothing that is still coming', async () => {
    const store = all.app.get(UploadStore);
    const [silent, coming] = [await store.begin('default'), await store.begin('default')];
    await store.addChunk(silent, 0, Buffer.from('{'));
    await store.addChunk(coming, 0, Buffer.from('{'));
    await all.db.query(`update uploads set started_at = now() - interval '1 hour'`);
    await all.db.query(
      `update upload_chunks set received_at = now() - interval '1 hour' where upload_id = $1`,
      [silent.uploadId],
    );
    await all.app.get(UploadSweeper).sweep();
    expect(await exists('uploads', silent.uploadId)).toBe(false);
    expect(await exists('upload_chunks', silent.uploadId)).toBe(false);
    expect(await exists('upload_chunks', coming.uploadId)).toBe(true);
    await store.discard(coming);
    expect(await exists('upload_chunks', coming.uploadId)).toBe(false);
    await expect(store.addChunk(coming, 1, Buffer.from('{'))).rejects.toMatchObject({ code: '23503' });
  });

  it('drops the bytes of files that have ended, and keeps them where that is wanted', async () => {
    const send = async (chatId: string): Promise<string> => {
      const response = await all.fetch('/api/upload-json', uploadRequest(exportOf(chatId, 2)));
      return ((await response.json()) as UploadAcceptedDto).upload_id;
    };
    const [open, ended] = [await send('open'), await send('ended')];
    await all.db.query('update uploads set ended_at = now() where upload_id = $1', [ended]);
    const keeper = await startGateway(all, { KEEP_UPLOADS: 'true' });
    await keeper.app.get(UploadSweeper).sweep();
    await keeper.close();
    expect(await exists('upload_chunks', ended)).toBe(true);
    await all.app.get(UploadSweeper).sweep();
    expect(await exists('upload_chunks', ended)).toBe(false);
    expect(await exists('upload_chunks', open)).toBe(true);
    expect(await exists('uploads', ended)).toBe(true);
  });

  it('leaves nothing of senders that hang up in the middle', async () => {
    const abort = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n[';
        controller.enqueue(Buffer.from(head + ' '.repeat(600_000)));
      },
    });
    const sending = all.fetch('/api/upload-json', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body,
      duplex: 'half',
      signal: abort.signal,
    });
    const failed = expect(sending).rejects.toThrow();
    await until(
      async () => (await all.db.query(`select 1 from uploads where state = 'receiving'`)).length > 0,
    );
    abort.abort();
    await failed;
    await until(
      async () => (await all.db.query(`select 1 from uploads where state = 'receiving'`)).length === 0,
    );
  });
});
