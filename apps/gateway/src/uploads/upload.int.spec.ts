import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { EVENTS_STREAM, GetUploadChunk, UploadAccepted, UPLOAD_CHUNK_BYTES } from '@powerpulse/contracts';
import { until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { UploadAcceptedDto } from './upload.dto.js';

describe('POST /api/upload-json', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll({ MAX_UPLOAD_BYTES: '2000000' });
  });
  afterAll(() => all.close());

  const upload = (...args: Parameters<typeof uploadRequest>) =>
    all.fetch('/api/upload-json', uploadRequest(...args));
  const accepted = async (response: Response) => {
    expect(response.status).toBe(202);
    return (await response.json()) as UploadAcceptedDto;
  };
  const rows = async (): Promise<{ uploads: number; chunks: number; receiving: number }> => {
    const [counts] = await all.db.query<{ uploads: number; chunks: number; receiving: number }>(
      `select (select count(*)::int from uploads) as uploads, (select count(*)::int from upload_chunks) as chunks,
         (select count(*)::int from uploads where state = 'receiving') as receiving`,
    );
    return counts!;
  };
  const events = () =>
    all.db.query<{ data: { upload_id: string } }>('select data from outbox where name = $1', [
      UploadAccepted.name,
    ]);

  it('commits the file, then answers with where its progress is', async () => {
    const file = exportOf('chat-1', 6_000);
    expect(file.length).toBeGreaterThan(2 * UPLOAD_CHUNK_BYTES);
    const response = await upload(file);
    const body = await accepted(response);
    expect(body).toMatchObject({ success: true, status_url: `/api/progress/${body.upload_id}` });
    expect(response.headers.get('location')).toBe(body.status_url);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await events()).map(({ data }) => data)).toContainEqual({
      upload_id: body.upload_id,
      bytes: Buffer.byteLength(file),
      content_hash: createHash('sha256').update(file).digest('hex'),
      chunks: Math.ceil(Buffer.byteLength(file) / UPLOAD_CHUNK_BYTES),
      force_reprocess: false,
    });
    expect(await readBack(body.upload_id)).toBe(file);
  });

  it('says so on the stream', async () => {
    const { upload_id } = await accepted(await upload(exportOf('chat-stream', 3)));
    const nc = await connect({ servers: new URL(all.nats.url).host });
    try {
      await until(async () => (await jetstreamManager(nc)).streams.info(EVENTS_STREAM.name));
      const consumer = await jetstream(nc).consumers.get(EVENTS_STREAM.name);
      const messages = await consumer.consume();
      for await (const message of messages) {
        const envelope = UploadAccepted.envelope.parse(message.json());
        if (envelope.data.upload_id === upload_id) {
          expect(message.subject).toBe(UploadAccepted.subject('default'));
          break;
        }
      }
    } finally {
      await nc.close();
    }
  });

  it.each([
    [true, 'true', true],
    [false, 'true', true],
    [true, 'false', false],
    [false, '1', true],
  ])(
    'takes force_reprocess before or after the file (file first: %s, %s)',
    async (fileFirst, force, expected) => {
      const file = exportOf(`force-${String(fileFirst)}-${force}`, 2);
      const { upload_id } = await accepted(await upload(file, {}, { fileFirst, force }));
      const event = (await events()).find(({ data }) => data.upload_id === upload_id);
      expect(event?.data).toMatchObject({ force_reprocess: expected });
    },
  );

  it('keeps nothing of what it refuses, and says where the fault is', async () => {
    const before = await rows();
    const file = exportOf('cut', 6_000);
    const problem = await problemIn(await upload(file.slice(0, -1)));
    expect(problem).toMatchObject({
      status: 422,
      byte_offset: Buffer.byteLength(file) - 1,
      hint: expect.any(String) as unknown,
      errors: [{ path: 'file', message: 'cut_off' }],
    });
    expect(codeOf(problem)).toBe('upload-refused');
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['gzip', gzipSync(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]))],
    ['zip', Buffer.from('PK\u0003\u0004rest')],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
  ])('refuses a file that is %s with 415', async (_name, bytes) => {
    const problem = await problemIn(await upload(new Uint8Array(bytes)));
    expect([problem.status, codeOf(problem)]).toEqual([415, 'unsupported-media-type']);
    expect((await rows()).receiving).toBe(0);
  });

  it('refuses a file that is too large, announced or not, and keeps nothing', async () => {
    const before = await rows();
    const file = exportOf('large', 30_000);
    expect(file.length).toBeGreaterThan(2_000_000);
    const announced = await problemIn(await upload(file));
    expect([announced.status, codeOf(announced)]).toEqual([413, 'content-too-large']);
    const boundary = 'b0undary';
    const parts = [
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.json"\r\n\r\n`,
      file,
      `\r\n--${boundary}--\r\n`,
    ];
    const streamed = await all.fetch('/api/upload-json', {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: ReadableStream.from(parts.map((part) => Buffer.from(part))),
      duplex: 'half',
    });
    expect((await problemIn(streamed)).status).toBe(413);
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['no file', () => new FormData(), 'file'],
    ['another name', () => formWith((form) => form.append('data', new Blob(['[]']), 'x')), 'data'],
    ['a file that is a plain field', () => formWith((form) => form.append('file', '[]')), 'file'],
    ['an unknown field', () => formWith((form) => form.append('tenant', 'other')), 'tenant'],
    [
      'a flag that is none',
      () => formWith((form) => form.append('force_reprocess', 'yes')),
      'force_reprocess',
    ],
    ['two flags', twoFlags, 'force_reprocess'],
  ])('refuses a form with %s', async (_name, form, path) => {
    const response = await all.fetch('/api/upload-json', { method: 'POST', body: form() });
    const problem = await problemIn(response);
    expect([problem.status, problem.errors?.[0]?.path]).toEqual([400, path]);
    expect((await rows()).receiving).toBe(0);
  });

  it('refuses two files', async () => {
    const form = formWith((each) => {
      each.append('file', new Blob([exportOf('one', 1)]), 'a.json');
      each.append('file', new Blob([exportOf('two', 1)]), 'b.json');
    });
    const problem = await problemIn(await all.fetch('/api/upload-json', { method: 'POST', body: form }));
    expect(problem.status).toBe(400);
    expect((await rows()).receiving).toBe(0);
  });

  it.each([
    ['application/json', '{}'],
    ['text/plain', 'x'],
    ['application/x-www-form-urlencoded', 'file=x'],
    [undefined, undefined],
  ])('refuses the content type %s with 415', async (type, body) => {
    const response = await all.fetch('/api/upload-json', {
      method: 'POST',
      ...(type === undefined ? {} : { headers: { 'content-type': type }, body }),
    });
    expect((await problemIn(response)).status).toBe(415);
  });

  it('answers questions for chunks, and only for those of accepted files', async () => {
    const { upload_id } = await accepted(await upload(exportOf('chunks', 3)));
    const ask = (index: number, organization = 'default') =>
      all.requests.ask(GetUploadChunk, { organization, upload_id, index });
    expect((await ask(0)).data).not.toBeNull();
    expect((await ask(1)).data).toBeNull();
    expect((await ask(0, 'other')).data).toBeNull();
    await all.db.query(`update uploads set state = 'receiving' where upload_id = $1`, [upload_id]);
    expect((await ask(0)).data).toBeNull();
    await all.db.query(`update uploads set state = 'accepted' where upload_id = $1`, [upload_id]);
  });

  async function readBack(uploadId: string): Promise<string> {
    const pieces: Buffer[] = [];
    for (let index = 0; ; index++) {
      const question = { organization: 'default', upload_id: uploadId, index };
      const { data } = await all.requests.ask(GetUploadChunk, question);
      if (data === null) return Buffer.concat(pieces).toString();
      pieces.push(Buffer.from(data, 'base64'));
    }
  }
});

function formWith(fill: (form: FormData) => void): FormData {
  const form = new FormData();
  fill(form);
  return form;
}

function twoFlags(): FormData {
  return formWith((form) => {
    form.append('force_reprocess', 'true');
    form.append('force_reprocess', 'false');
  });
}
