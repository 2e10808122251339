import { randomUUID } from 'node:crypto';
import { until } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventsIn, type SentEvent } from '../../test/events-in.js';
import { problemIn } from '../../test/http-answers.js';
import { startAll, startGateway, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { NewKeyDto } from '../access/keys/keys.dto.js';
import type { NewOrganizationDto } from '../access/organizations/organizations.dto.js';
import type { UploadAcceptedDto } from '../uploads/upload.dto.js';

type Event = SentEvent<Record<string, unknown>>;
const json = { 'content-type': 'application/json' };

describe('what changes, live', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll({ MAX_LIVE_STREAMS: '3' });
  });
  afterAll(() => all.close());

  const post = async <T>(path: string, body: object): Promise<T> => {
    const response = await all.fetch(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
    return (await response.json()) as T;
  };
  const keyOf = (role: string) => post<NewKeyDto>('/api/api-keys', { name: role, role });
  const send = async (chatId: string): Promise<string> => {
    const response = await all.fetch('/api/upload-json', uploadRequest(exportOf(chatId, 2)));
    return ((await response.json()) as UploadAcceptedDto).upload_id;
  };

  const left: (() => void)[] = [];
  afterEach(() => {
    for (const leave of left.splice(0)) leave();
  });

  /** A stream, with what has come of it so far. */
  async function listen(headers: Record<string, string> = {}, fetchAt = all.fetch) {
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    left.push(leave);
    const response = await fetchAt('/api/live', { headers, signal: leaving.signal });
    const heard: Event[] = [];
    const ended = (async () => {
      for await (const event of eventsIn<Record<string, unknown>>(response)) heard.push(event);
    })().catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
    const hear = (event: string, fits: (data: Event['data']) => boolean = () => true) =>
      until(() => heard.find((one) => one.event === event && fits(one.data)));
    /** Once all of what came at once is here. */
    const lastId = () => until(() => heard.at(-1)?.id);
    return { response, heard, ended, hear, lastId, leave };
  }

  it('tells of new numbers, uploads, replays and what waits', async () => {
    const stream = await listen();
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await stream.hear('pipeline', ({ open_uploads }) => open_uploads === 0);
    expect(stream.heard[0]).toMatchObject({ event: 'ready', data: { resumed: false } });
    const id = await send('told');
    const queued = await stream.hear('upload', ({ upload_id }) => upload_id === id);
    expect(queued.data).toMatchObject({ status: 'queued', statistics: { messages_kept: 0 } });
    await stream.hear('pipeline', ({ open_uploads }) => open_uploads === 1);
    const { replay_id } = await post<{ replay_id: string }>('/api/replays', {});
    all.others.replays.changedDates.push('2026-01-02');
    expect((await stream.hear('metrics')).data).toEqual({ dates: ['2026-01-02'] });
    expect((await stream.hear('replay')).data).toMatchObject({ replay_id, state: 'ready' });
    all.others.replays.generation += 1;
    await stream.hear('metrics', ({ dates }) => dates === null);
  });

  it('goes on at another replica where it stopped: nothing is missed, nothing comes again', async () => {
    const before = await listen();
    await before.hear('ready');
    const earlier = await send('before');
    // Once it has been looked at: nothing more changes of it.
    await before.hear(
      'upload',
      ({ upload_id, start_time, last_update }) => upload_id === earlier && last_update !== start_time,
    );
    all.others.replays.changedDates.push('2026-01-03');
    await before.hear('metrics');
    const after = await before.lastId();
    before.leave();

    const id = await send('in between');
    all.others.replays.changedDates.push('2026-01-04', '2026-01-05');
    const replica = await startGateway(all);
    try {
      const stream = await listen({ 'last-event-id': after }, replica.fetch);
      await stream.hear('pipeline');
      const told = stream.heard.map(({ event, data }) => [event, data['upload_id'] ?? data['dates']]);
      expect(stream.heard[0]).toMatchObject({ event: 'ready', data: { resumed: true } });
      expect(told).toContainEqual(['metrics', ['2026-01-04', '2026-01-05']]);
      expect(told.filter(([event]) => event === 'upload')).toEqual([['upload', id]]);
      await replica.close();
      await stream.ended;
    } finally {
      await replica.close();
    }
  });

  it('tells of an upload whose transaction began earlier and ended later', async () => {
    const uploadId = randomUUID();
    const stream = await listen();
    await stream.hear('ready');
    await all.db.transaction(async (tx) => {
      await tx.query(
        `insert into uploads (organization, upload_id, state, accepted_at, bytes)
         values ('default', $1, 'accepted', now(), 1)`,
        [uploadId],
      );
      const id = await send('meanwhile');
      await stream.hear('upload', ({ upload_id }) => upload_id === id);
    });
    await stream.hear('upload', ({ upload_id }) => upload_id === uploadId);
  });

  it('shows what the role may see, and nothing of another organization', async () => {
    const other = await post<NewOrganizationDto>('/api/organizations', { organization: 'other', name: 'O' });
    const viewer = await listen({ 'x-api-key': (await keyOf('viewer')).key });
    const stranger = await listen({ 'x-api-key': other.owner_key });
    await Promise.all([viewer.hear('ready'), stranger.hear('ready')]);
    await send('secret');
    all.others.replays.changedDates.push('2026-01-06');
    await viewer.hear('metrics');
    const own = uploadRequest(exportOf('own', 1));
    const sent = await all.fetch('/api/upload-json', { ...own, headers: { 'x-api-key': other.owner_key } });
    const { upload_id } = (await sent.json()) as UploadAcceptedDto;
    await stranger.hear('upload', (data) => data['upload_id'] === upload_id);
    const kinds = (heard: Event[]) => new Set(heard.map(({ event }) => event));
    expect(kinds(viewer.heard)).toEqual(new Set(['ready', 'metrics']));
    expect(kinds(stranger.heard)).toEqual(new Set(['ready', 'pipeline', 'upload']));
    expect(
      stranger.heard.filter(({ event }) => event === 'upload').map(({ data }) => data['upload_id']),
    ).toEqual(expect.arrayContaining([upload_id]));
    expect(JSON.stringify(stranger.heard)).not.toContain('"open_uploads":2');
  });

  it('ends with the key that opened it, also at a replica that was not told', async () => {
    const { key, key_id } = await keyOf('analyst');
    const replica = await startGateway(all);
    try {
      const stream = await listen({ 'x-api-key': key }, replica.fetch);
      await stream.hear('ready');
      await all.fetch(`/api/api-keys/${key_id}`, { method: 'DELETE' });
      await stream.ended;
    } finally {
      await replica.close();
    }
  });

  it('has so many streams of an organization, and room again when one leaves', async () => {
    const headers = { 'x-api-key': (await keyOf('viewer')).key };
    // Those of the tests before may still be leaving.
    const streams = await until(async () => {
      const three = await Promise.all([listen(headers), listen(headers), listen(headers)]);
      if (three.every(({ response }) => response.status === 200)) return three;
      for (const { leave } of three) leave();
      return undefined;
    });
    const refused = await all.fetch('/api/live', { headers });
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await problemIn(refused)).status).toBe(429);
    streams[0].leave();
    await until(async () => (await listen(headers)).response.status === 200);
  });

  it.each(['1:1:', '0:0:/-', '5:3:/-', '1:1:/1/1:1:/1', '1:1:;/-'])(
    'refuses Last-Event-ID %j',
    async (id) => {
      const response = await all.fetch('/api/live', { headers: { 'last-event-id': id } });
      const problem = await problemIn(response);
      expect(problem.errors).toEqual([
        { path: 'Last-Event-ID', message: 'must be the id of an event of this stream' },
      ]);
    },
  );
});
