import { UploadAccepted } from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { UploadAcceptedDto } from './upload.dto.js';

describe('an upload that is sent again', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const upload = (...args: Parameters<typeof uploadRequest>) =>
    all.fetch('/api/upload-json', uploadRequest(...args));
  const idOf = async (response: Response): Promise<string> => {
    expect(response.status).toBe(202);
    return ((await response.json()) as UploadAcceptedDto).upload_id;
  };
  const eventsOf = async (uploadId: string): Promise<number> => {
    const rows = await all.db.query(`select 1 from outbox where name = $1 and data->>'upload_id' = $2`, [
      UploadAccepted.name,
      uploadId,
    ]);
    return rows.length;
  };
  const end = (uploadId: string) =>
    all.db.query('update uploads set ended_at = now() where upload_id = $1', [uploadId]);
  const leftovers = () => all.db.query(`select 1 from uploads where state = 'receiving'`);

  it('gets the first id for the same key, also after the first has ended', async () => {
    const file = exportOf('key', 3);
    const first = await idOf(await upload(file, { 'idempotency-key': 'key-1' }));
    expect(await idOf(await upload(file, { 'idempotency-key': 'key-1' }))).toBe(first);
    await end(first);
    expect(await idOf(await upload(file, { 'idempotency-key': 'key-1' }))).toBe(first);
    expect(await eventsOf(first)).toBe(1);
  });

  it.each([
    ['other bytes', exportOf('key-other-2', 3), {}],
    ['other options', exportOf('key-other', 3), { force: 'true' }],
  ])('is refused where the key stands for %s', async (_what, body, options) => {
    const key = { 'idempotency-key': `key-2-${_what}`.replaceAll(' ', '-') };
    await idOf(await upload(exportOf('key-other', 3), key));
    const problem = await problemIn(await upload(body, key, options));
    expect([problem.status, codeOf(problem)]).toEqual([422, 'idempotency-key-reused']);
    expect(await leftovers()).toEqual([]);
  });

  it('is one upload when 50 identical requests with a key run at the same time', async () => {
    const file = exportOf('parallel', 200);
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => upload(file, { 'idempotency-key': 'parallel' })),
    );
    const ids = new Set(await Promise.all(responses.map(idOf)));
    expect(ids.size).toBe(1);
    expect(await eventsOf([...ids][0]!)).toBe(1);
    expect(await leftovers()).toEqual([]);
  });

  it('is one upload when 50 identical requests without a key run at the same time', async () => {
    const file = exportOf('parallel-without', 200);
    const responses = await Promise.all(Array.from({ length: 50 }, () => upload(file)));
    const ids = new Set(await Promise.all(responses.map(idOf)));
    expect(ids.size).toBe(1);
    expect(await eventsOf([...ids][0]!)).toBe(1);
  });

  it('is the first upload while that is being processed, and a new one afterwards', async () => {
    const file = exportOf('bytes', 3);
    const first = await idOf(await upload(file));
    expect(await idOf(await upload(file))).toBe(first);
    await end(first);
    const second = await idOf(await upload(file));
    expect(second).not.toBe(first);
  });

  it('is a new one with force_reprocess, and after a cancellation', async () => {
    const file = exportOf('forced', 3);
    const first = await idOf(await upload(file));
    const forced = await idOf(await upload(file, {}, { force: 'true' }));
    expect(forced).not.toBe(first);
    for (const id of [first, forced]) await all.fetch(`/api/progress/${id}`, { method: 'DELETE' });
    expect([first, forced]).not.toContain(await idOf(await upload(file)));
  });

  it('remembers a key that came with bytes already under way', async () => {
    const file = exportOf('key-joins', 3);
    const first = await idOf(await upload(file));
    expect(await idOf(await upload(file, { 'idempotency-key': 'joins' }))).toBe(first);
    await end(first);
    expect(await idOf(await upload(file, { 'idempotency-key': 'joins' }))).toBe(first);
  });

  it.each(['', ' ', 'ä', 'x'.repeat(256), 'a b'])('is refused with the key %j', async (key) => {
    const response = await upload(exportOf('bad-key', 1), { 'idempotency-key': encodeHeader(key) });
    expect((await problemIn(response)).errors?.[0]?.path).toBe('Idempotency-Key');
  });
});

/** fetch takes Latin-1 in headers. */
const encodeHeader = (value: string): string => Buffer.from(value).toString('latin1');
