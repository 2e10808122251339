import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { uploadForm } from '../../test/upload-requests.js';
import type { UploadPreviewDto } from './preview.dto.js';

const CSV =
  'conversation_id,direction,sent_at,text\na,to_company,2026-01-05T10:00:00Z,hello\na,agent,2026-01-05 10:01,"hi\nthere"\n';

describe('files of other shapes', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll({ MAX_UPLOAD_BYTES: '2000000' });
  });
  afterAll(() => all.close());

  const send = (body: string | Buffer, filename: string, path = '/api/upload-json', query = '') =>
    all.fetch(`${path}${query}`, {
      method: 'POST',
      body: uploadForm(Uint8Array.from(Buffer.from(body)), { filename }),
    });
  const preview = async (body: string | Buffer, filename: string, query = '') => {
    const response = await send(body, filename, '/api/upload-preview', query);
    expect(response.status).toBe(200);
    return (await response.json()) as UploadPreviewDto;
  };

  it('are stored as the same bytes, packed or not', async () => {
    const ids: string[] = [];
    for (const [body, name] of [
      [CSV, 'chats.csv'],
      [gzipSync(CSV), 'chats.csv.gz'],
    ] as const) {
      const response = await send(body, name);
      expect(response.status).toBe(202);
      ids.push(((await response.json()) as { upload_id: string }).upload_id);
    }
    // Known by its bytes, as they are the same file.
    expect(ids[1]).toBe(ids[0]);
  });

  it('are refused where they are not what they are said to be, and nothing is kept', async () => {
    const before = await all.db.query('select 1 from uploads');
    const problem = await problemIn(await send('no header\n1\n', 'x.csv'));
    expect([problem.status, codeOf(problem), problem.errors]).toEqual([
      422,
      'upload-refused',
      [{ path: 'file', message: 'unknown_shape' }],
    ]);
    const bomb = gzipSync(Buffer.concat([Buffer.from('['), Buffer.alloc(3_000_000, 0x20), Buffer.from(']')]));
    expect((await problemIn(await send(bomb, 'x.json.gz'))).status).toBe(413);
    const columns = await problemIn(await send(CSV, 'x.csv', undefined, '?text_column=words'));
    expect([columns.status, columns.errors?.[0]?.path]).toEqual([400, 'text_column']);
    expect((await problemIn(await send(CSV, 'x.csv', undefined, '?format=xml'))).status).toBe(400);
    expect(await all.db.query('select 1 from uploads')).toHaveLength(before.length);
  });

  it('can be looked at first', async () => {
    const seen = await preview(CSV, 'chats.csv');
    expect(seen).toMatchObject({ format: 'csv', whole_file: true, messages_read: 2 });
    expect(seen.judging).toEqual({
      scorer: expect.objectContaining({ provider: 'local' }) as object,
      days: 1,
      calls: 1,
      cost_usd: 0.5,
    });
    expect(seen.columns).toContainEqual({ field: 'chat_id', column: 'conversation_id' });
    expect(seen.columns).toContainEqual({ field: 'customer_name', column: null });
    expect(seen.messages[1]).toMatchObject({ position: 2, text: 'hi\nthere', direction: 'to_client' });
    expect(seen.problems).toEqual([
      { position: 2, code: 'time_without_offset', message: 'the time does not say its offset from UTC' },
    ]);
    expect(await preview('{"a":[{"MESSAGE":"x"}]}', 'a.json')).toMatchObject({
      format: 'json',
      messages: [{ chat_id: 'a', text: 'x', direction: null }],
      problems: [{ code: 'direction_missing' }, { code: 'time_missing' }],
    });
    expect((await preview('x;y\n1;2', 'a.csv')).problems[0]).toMatchObject({
      position: null,
      code: 'unknown_shape',
    });
    expect((await preview('{"a":[{"MESS', 'a.json')).problems[0]).toMatchObject({
      position: null,
      code: 'cut_off',
    });
    expect(await all.db.query("select 1 from uploads where state = 'receiving'")).toEqual([]);
  });

  it('are looked at no further than their first part', async () => {
    const line = `${JSON.stringify({ CHAT_ID: 'a', MESSAGE: 'x'.repeat(200), DIRECTION: 'to_client', SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z' })}\n`;
    const seen = await preview(line.repeat(7_000), 'long.ndjson');
    expect(seen).toMatchObject({ whole_file: false, problems: [], judging: { days: 0 } });
    expect(seen.messages_read).toBeLessThan(7_000);
    expect(seen.messages_read * line.length).toBeGreaterThan(1_000_000);
    const packed = await preview(gzipSync(line.repeat(7_000)), 'long.ndjson.gz');
    expect(packed).toMatchObject({ whole_file: false, problems: [] });
  });
});
