import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsIn, type SentEvent } from '../../test/events-in.js';
import { problemIn } from '../../test/http-answers.js';
import { startAll, startGateway, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { UploadAcceptedDto } from '../uploads/upload.dto.js';
import type { ProgressDto } from './progress.dto.js';

describe('progress as server-sent events', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const send = async (chatId: string): Promise<string> => {
    const response = await all.fetch('/api/upload-json', uploadRequest(exportOf(chatId, 4)));
    return ((await response.json()) as UploadAcceptedDto).upload_id;
  };
  const now = () => new Date().toISOString();
  const reading = (id: string, bytes_read: number) =>
    all.others.ingestion.uploads.set(id, {
      upload_id: id,
      state: bytes_read < 500 ? 'reading' : 'ingested',
      bytes_read,
      messages: { total: 0, kept: 0, filtered: 0, rejected: 0, duplicate: 0 },
      conversations: 0,
      conversations_changed: 0,
      conversations_skipped: 0,
      failure: null,
      started_at: now(),
      finished_at: null,
    });
  const complete = (id: string) =>
    all.others.analytics.projections.set(id, {
      upload_id: id,
      conversations_changed: 0,
      conversations_split: 0,
      days_announced: 0,
      days_to_score: 0,
      days_created: 0,
      days_scored: 0,
      days_unscored: 0,
      scoring_calls: 0,
      complete: true,
      updated_at: now(),
    });

  it('sends every change and ends with the upload; a second replica goes on where the first stopped', async () => {
    const replica = await startGateway(all);
    try {
      const id = await send('events');
      const response = await all.fetch(`/api/progress/${id}/events`);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      const events = eventsIn<ProgressDto>(response);
      reading(id, 100);
      let event = (await events.next()).value as SentEvent<ProgressDto>;
      while (event.data.status === 'queued') event = (await events.next()).value as SentEvent<ProgressDto>;
      expect(event).toMatchObject({ event: 'progress', data: { status: 'processing' } });
      await events.return(undefined);

      reading(id, 500);
      complete(id);
      const resumed = eventsIn<ProgressDto>(
        await replica.fetch(`/api/progress/${id}/events`, { headers: { 'last-event-id': event.id! } }),
      );
      const rest: SentEvent<ProgressDto>[] = [];
      for await (const one of resumed) rest.push(one);
      expect(rest.at(-1)).toMatchObject({
        event: 'end',
        data: { status: 'completed', progress_percentage: 100 },
      });
      expect(rest.every((one) => Number(one.id) > Number(event.id))).toBe(true);
      const over = await all.fetch(`/api/progress/${id}/events`, {
        headers: { 'last-event-id': rest.at(-1)!.id! },
      });
      expect(over.status).toBe(204);
    } finally {
      await replica.close();
    }
  });

  it.each(['1\u000aevent: admin', 'x', '-1', '1e3'])('refuses Last-Event-ID %j', async (lastEventId) => {
    const id = await send(`refuses-${lastEventId.length}`);
    const headers = { 'last-event-id': lastEventId.replaceAll('\n', '%0A') };
    const response = await all.fetch(`/api/progress/${id}/events`, { headers });
    expect((await problemIn(response)).status).toBe(400);
  });

  it('ends when the service stops', async () => {
    const replica = await startGateway(all);
    const id = await send('stops');
    const response = await replica.fetch(`/api/progress/${id}/events`);
    const events = eventsIn<ProgressDto>(response);
    await replica.close();
    for await (const event of events) expect(event.event).toBe('progress');
  });

  it('ends with the key that opened it', async () => {
    const upload_id = await send('revoked');
    const made = await all.fetch('/api/api-keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'listener', role: 'ingest' }),
    });
    const { key, key_id } = (await made.json()) as { key: string; key_id: string };
    const stream = await all.fetch(`/api/progress/${upload_id}/events`, { headers: { 'x-api-key': key } });
    expect(stream.status).toBe(200);
    const whole = stream.text();
    await all.fetch(`/api/api-keys/${key_id}`, { method: 'DELETE' });
    expect(await whole).not.toContain('event: end');
  });
});
