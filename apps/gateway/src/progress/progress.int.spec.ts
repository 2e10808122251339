import { UploadCancelled } from '@powerpulse/contracts';
import { until } from '@powerpulse/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';
import type { UploadAcceptedDto } from '../uploads/upload.dto.js';
import type { PipelineDto } from './pipeline.dto.js';
import type { ProgressDto, ProgressListDto } from './progress.dto.js';

describe('progress', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const send = async (chatId: string): Promise<string> => {
    const response = await all.fetch('/api/upload-json', uploadRequest(exportOf(chatId, 4)));
    return ((await response.json()) as UploadAcceptedDto).upload_id;
  };
  const progress = async (id: string): Promise<ProgressDto> => {
    const response = await all.fetch(`/api/progress/${id}`);
    expect(response.status).toBe(200);
    return (await response.json()) as ProgressDto;
  };
  const ingested = (id: string, change: object = {}) =>
    all.others.ingestion.uploads.set(id, {
      upload_id: id,
      state: 'ingested',
      bytes_read: 500,
      messages: { total: 4, kept: 4, filtered: 0, rejected: 0, duplicate: 0 },
      conversations: 1,
      conversations_changed: 1,
      conversations_skipped: 0,
      failure: null,
      started_at: new Date().toISOString(),
      finished_at: new Date().toISOString(),
      ...change,
    });
  const projected = (id: string, change: object = {}) =>
    all.others.analytics.projections.set(id, {
      upload_id: id,
      conversations_changed: 1,
      conversations_split: 1,
      days_announced: 2,
      days_to_score: 2,
      days_created: 2,
      days_scored: 2,
      days_unscored: 0,
      scoring_calls: 1,
      complete: true,
      updated_at: new Date().toISOString(),
      ...change,
    });

  it('follows an upload from the queue to the end, never backwards', async () => {
    const id = await send('followed');
    expect(await progress(id)).toMatchObject({
      upload_id: id,
      status: 'queued',
      current_stage: 'queued',
      progress_percentage: 0,
    });
    ingested(id, { state: 'reading', bytes_read: 100, finished_at: null });
    expect(await progress(id)).toMatchObject({ status: 'processing', current_stage: 'ingesting' });
    ingested(id);
    projected(id, { complete: false, days_scored: 1 });
    const scoring = await progress(id);
    expect(scoring).toMatchObject({ current_stage: 'scoring', processed_days: 1, total_days: 2 });
    projected(id, { complete: false, days_scored: 0 });
    expect((await progress(id)).progress_percentage).toBe(scoring.progress_percentage);
    projected(id);
    expect(await progress(id)).toMatchObject({
      status: 'completed',
      progress_percentage: 100,
      current_stage: 'done',
      statistics: { messages_kept: 4, scoring_calls: 1, errors_count: 0 },
      errors: [],
    });
  });

  it('stores the end though nobody asks, and stays so whatever the services say later', async () => {
    const id = await send('unasked');
    ingested(id, { messages: { total: 4, kept: 3, filtered: 0, rejected: 1, duplicate: 0 } });
    projected(id);
    await until(async () => {
      const rows = await all.db.query('select 1 from uploads where upload_id = $1 and ended_at is not null', [
        id,
      ]);
      return rows.length > 0;
    });
    all.others.ingestion.uploads.delete(id);
    all.others.analytics.projections.delete(id);
    const ended = await progress(id);
    expect(ended).toMatchObject({ status: 'completed_with_errors', progress_percentage: 100 });
    expect(await progress(id)).toEqual(ended);
  });

  it('lists uploads, newest first, by page and state', async () => {
    const [older, newer] = [await send('list-1'), await send('list-2')];
    const page = async (query: string): Promise<ProgressListDto> =>
      (await (await all.fetch(`/api/progress?${query}`)).json()) as ProgressListDto;
    const first = await page('page_size=1');
    expect(first.uploads.map((upload) => upload.upload_id)).toEqual([newer]);
    expect(first.total_pages).toBe(first.total);
    expect((await page('page_size=1&page=2')).uploads[0]?.upload_id).toBe(older);
    const completed = await page('status=completed');
    expect(completed.uploads.every((upload) => upload.status === 'completed')).toBe(true);
    expect(completed.total).toBe(1);
  });

  it('cancels at once, tells it once, and ends when what was begun is through', async () => {
    const id = await send('cancelled');
    const cancel = () => all.fetch(`/api/progress/${id}`, { method: 'DELETE' });
    expect((await (await cancel()).json()) as ProgressDto).toMatchObject({ status: 'cancelled' });
    expect((await cancel()).status).toBe(200);
    const told = await all.db.query(`select data from outbox where name = $1`, [UploadCancelled.name]);
    expect(told).toEqual([{ data: { upload_id: id } }]);
    ingested(id, { state: 'cancelled' });
    projected(id, { days_scored: 1, days_unscored: 1 });
    const ended = await until(async () => {
      const now = await progress(id);
      return now.current_stage === 'done' ? now : null;
    });
    expect(ended).toMatchObject({ status: 'cancelled', details: 'Cancelled; kept of it: 1 scored day.' });
    const again = await problemIn(
      await cancel().then(() => all.fetch(`/api/progress/${randomUUID()}`, { method: 'DELETE' })),
    );
    expect(again.status).toBe(404);
  });

  it('does not cancel what has ended', async () => {
    const id = await send('ended');
    ingested(id);
    projected(id);
    await progress(id);
    const problem = await problemIn(await all.fetch(`/api/progress/${id}`, { method: 'DELETE' }));
    expect([problem.status, codeOf(problem)]).toEqual([409, 'conflict']);
  });

  it.each([randomUUID(), 'nonsense', '0'.repeat(40), '%00', "'; drop table uploads"])(
    'does not know %s',
    async (id) => {
      const problem = await problemIn(await all.fetch(`/api/progress/${encodeURIComponent(id)}`));
      expect([problem.status, codeOf(problem)]).toEqual([404, 'not-found']);
    },
  );

  it('shows what was known last while the other services are away', async () => {
    const id = await send('away');
    ingested(id, { state: 'reading', bytes_read: 100, finished_at: null });
    const before = await progress(id);
    await all.nats.stop();
    try {
      expect(await progress(id)).toMatchObject({
        status: before.status,
        progress_percentage: before.progress_percentage,
      });
      expect((await send('sent-meanwhile')).length).toBe(36);
    } finally {
      await all.nats.restart();
    }
  });

  it('shows what waits at which stage', async () => {
    const loads = async () => {
      const pipeline = (await (await all.fetch('/api/pipeline')).json()) as PipelineDto;
      const at = (name: string) => pipeline.stages.find(({ stage }) => stage === name)?.uploads ?? 0;
      return { open: pipeline.open_uploads, queued: at('queued'), scoring: at('scoring') };
    };
    /** News of an upload may be asked for by the watcher at the same time. */
    const come = (expected: object) =>
      until(async () => JSON.stringify(await loads()) === JSON.stringify(expected));
    const before = await loads();
    await send('waiting');
    const scoring = await send('in scoring');
    ingested(scoring);
    projected(scoring, { days_scored: 1, days_created: 2, complete: false });
    const { open, queued } = before;
    await come({ open: open + 2, queued: queued + 1, scoring: before.scoring + 1 });
    projected(scoring);
    await until(async () => (await progress(scoring)).status === 'completed');
    await come({ open: open + 1, queued: queued + 1, scoring: before.scoring });
  });
});
