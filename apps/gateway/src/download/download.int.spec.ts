import { inflateRawSync } from 'node:zlib';
import { badInputs, fieldValueOf } from '@powerpulse/testing';
import { conversationId } from '@powerpulse/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';

/** By the zip's own table of contents: name and text of each file. */
function unzipped(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [size, nameLength, extraLength, commentLength] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, inflateRawSync(zip.subarray(data, data + size)).toString());
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

describe('GET /api/download', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
    for (let i = 0; i < 150; i++) all.others.analytics.addConversation(`chat-${String(i)}`, 3);
    all.others.ingestion.addMessages('chat-0', 'hello, "you"', 'line\nbreak', '=1+1');
    all.others.ingestion.names.set(conversationId('default', 'chat-1'), '=cmd|calc');
  });
  afterAll(() => all.close());

  const download = async (query: string): Promise<string> => {
    const response = await all.fetch(`/api/download?${query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="powerpulse-/);
    return response.text();
  };
  const lines = (text: string): string[] => text.trimEnd().split('\n');

  it('has one row per conversation, all pages of them, formulas defused', async () => {
    const [header, first, second, ...rest] = lines(await download(''));
    expect(rest).toHaveLength(148);
    expect(header).toMatch(/^chat_id,conversation_id,csi,/);
    expect(first).toMatch(/^chat-0,[0-9a-f-]{36},71.25,8,7.4,6.1,5.9,5.5,3.8,true,refund,resolved,/);
    expect(second).toMatch(/,'=cmd\|calc$/);
  });

  it('has one row per day', async () => {
    const rows = lines(await download('export_type=daily'));
    expect(rows).toHaveLength(451);
    expect(rows[1]).toMatch(/^chat-0,2026-01-01,/);
    expect(rows[3]).toMatch(/^chat-0,2026-01-03,/);
    expect(new Set(rows).size).toBe(451);
  });

  it('has one row per message', async () => {
    const text = await download('export_type=messages');
    expect(text).toContain(',"hello, ""you""",');
    expect(text).toContain(',"line\nbreak",maria,');
    expect(text).toContain(",'=1+1,");
  });

  it('comes as JSON that says what it is, and as NDJSON', async () => {
    const filter = 'min_csi=10&topic=refund&start_date=2026-01-01';
    const whole = JSON.parse(await download(`format=json&${filter}`)) as { export: object; rows: object[] };
    expect(whole.export).toMatchObject({
      export_type: 'conversations',
      filter: { min_csi: 10, topic: 'refund', start_date: '2026-01-01' },
      time_zone: 'UTC',
      weight_profile: { name: 'standard', version: 1 },
      weights: { effectiveness: 0.35 },
      scorers: [{ days: 4 }],
      metrics_version: 1,
    });
    const each = lines(await download(`format=ndjson&${filter}`)).map((line) => JSON.parse(line) as object);
    expect(each).toHaveLength(150);
    expect(whole.rows).toEqual(each);
    expect(all.others.analytics.asked.at(-1)?.request).toMatchObject({ sort: 'chat_id', min_csi: 10 });
  });

  it('says in a header what it is, as CSV has no place for it', async () => {
    const response = await all.fetch('/api/download?q=hello&max_csi=90');
    await response.text();
    const about = JSON.parse(decodeURIComponent(response.headers.get('x-export-about') ?? '')) as object;
    expect(about).toMatchObject({
      filter: { q: 'hello', max_csi: 90 },
      metrics_version: 1,
      time_zone: 'UTC',
    });
  });

  it('comes whole as a zip, each file as it is alone', async () => {
    const response = await all.fetch('/api/download?export_type=all');
    expect(response.headers.get('content-type')).toBe('application/zip');
    const files = unzipped(Buffer.from(await response.arrayBuffer()));
    expect([...files.keys()]).toEqual(['about.json', 'conversations.csv', 'daily.csv', 'messages.csv']);
    for (const table of ['conversations', 'daily', 'messages'])
      expect(files.get(`${table}.csv`)).toBe(await download(`export_type=${table}`));
    expect(JSON.parse(files.get('about.json') ?? '')).toMatchObject({
      export_type: 'all',
      metrics_version: 1,
    });
    const one = await all.fetch('/api/download?export_type=daily&format=ndjson&max_csi=90&about=file');
    const beside = unzipped(Buffer.from(await one.arrayBuffer()));
    expect([...beside.keys()]).toEqual(['about.json', 'daily.ndjson']);
    expect(JSON.parse(beside.get('about.json') ?? '')).toMatchObject({
      export_type: 'daily',
      filter: { max_csi: 90 },
    });
  });

  it.each(badInputs('csv-formula').filter(({ input }) => typeof fieldValueOf(input, 0) === 'string'))(
    '$id: $expect.detail',
    async ({ id, input }) => {
      const value = fieldValueOf(input, 0) as string;
      all.others.analytics.addConversation(id);
      all.others.ingestion.names.set(conversationId('default', id), value);
      const text = await download('');
      all.others.analytics.conversations.delete(id);
      const last = text.slice(text.lastIndexOf(`${id},`)).replace(/^.*,\d+,\d+,\d+,maria,,/s, '');
      expect(last.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
    },
  );

  it.each([
    'export_type=everything',
    'format=xml',
    'about=row',
    'min_csi=50&max_csi=40',
    'page=2',
    'start_date=2026-02-30',
  ])('refuses %s', async (query) => {
    expect((await problemIn(await all.fetch(`/api/download?${query}`))).status).toBe(400);
  });

  it('is a problem, not half a file, when nobody can answer', async () => {
    await all.nats.stop();
    try {
      expect((await problemIn(await all.fetch('/api/download'))).status).toBe(503);
    } finally {
      await all.nats.restart();
    }
  });
});
