import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { job } from '../../test/judging-stand-in.js';
import { startAll, type Everything } from '../../test/running-gateway.js';

const rubric = {
  name: 'shop.1',
  guidance: '',
  anchors: { sentiment: [], shift: [], resolution: [], fcr: [], ces: [], rating: [] },
  outcomes: { resolved: 'a', escalated: 'b', abandoned: 'c', pending: 'd' },
  topics: [{ slug: 'refund', label: 'Refund', means: '' }],
};

describe('judging over HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const send = (method: string, path: string, body?: unknown) =>
    all.fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  const json = async (response: Response): Promise<unknown> => response.json();

  it('lists jobs and shows one with its days', async () => {
    const upload = randomUUID();
    const list = await send('GET', `/api/jobs?upload_id=${upload}&status=partial&page_size=7`);
    expect(await json(list)).toEqual({ jobs: [job], total: 1, next_cursor: null });
    expect(all.others.judging.asked.at(-1)).toMatchObject({ upload_id: upload, status: 'partial', limit: 7 });
    expect(await json(await send('GET', `/api/jobs/${job.job_id}`))).toMatchObject({
      ...job,
      day_results: [{ result: 'unscored', reason: 'no_text' }],
    });
    for (const id of [randomUUID(), 'nonsense', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      expect((await problemIn(await send('GET', `/api/jobs/${id}`))).status).toBe(404);
    }
    expect((await problemIn(await send('GET', '/api/jobs?upload_id=x'))).errors?.[0]?.path).toBe('upload_id');
  });

  it('shows what was spent, and limits it', async () => {
    expect(await json(await send('GET', '/api/usage?start_date=2026-01-01'))).toMatchObject({
      total: { calls: 1, judged_days: 2 },
      budget: { limit_usd: null },
    });
    expect(await json(await send('PUT', '/api/budgets', { usd_per_month: 12.5 }))).toEqual({
      limit_usd: 12.5,
    });
    expect(await json(await send('GET', '/api/budgets'))).toMatchObject({ limit_usd: 12.5, spent_usd: 0.01 });
    expect(await json(await send('PUT', '/api/budgets', { usd_per_month: null }))).toEqual({
      limit_usd: null,
    });
    for (const usd_per_month of [-1, '5', undefined, Number.MAX_SAFE_INTEGER]) {
      expect((await problemIn(await send('PUT', '/api/budgets', { usd_per_month }))).status).toBe(400);
    }
  });

  it('publishes rubrics, and says what is wrong with one', async () => {
    expect(await json(await send('GET', '/api/rubrics'))).toMatchObject({
      topic_proposals: [{ slug: 'warranty' }],
    });
    const published = await send('POST', '/api/rubrics', rubric);
    expect([published.status, await json(published)]).toEqual([
      201,
      { name: 'shop.1', published_at: '2026-01-01T10:00:00.000Z' },
    ]);
    const taken = await problemIn(await send('POST', '/api/rubrics', { ...rubric, name: 'taken' }));
    expect(codeOf(taken)).toBe('conflict');
    const anchors = { ...rubric.anchors, ces: [{ value: 9, means: 'x' }] };
    const wrong = await problemIn(await send('POST', '/api/rubrics', { ...rubric, anchors }));
    expect(wrong).toMatchObject({ status: 400, errors: [{ path: 'anchors.ces' }] });
    const topics = [{ ...rubric.topics[0], color: 'red' }];
    const unknown = await problemIn(await send('POST', '/api/rubrics', { ...rubric, topics }));
    expect(unknown.errors).toEqual([{ path: 'topics.0.color', message: 'is not known here' }]);
    expect((await problemIn(await send('POST', '/api/rubrics', []))).status).toBe(400);
  });

  it('plans, starts once, steers and lists backfills', async () => {
    const plan = await send('POST', '/api/backfills', {
      start_date: '2026-01-01',
      max_days: 6,
      dry_run: true,
    });
    expect([plan.status, await json(plan)]).toMatchObject([200, { days_to_judge: 6, cost_usd: null }]);
    expect(all.others.judging.backfills.size).toBe(0);
    const backfill_id = randomUUID();
    for (let i = 0; i < 2; i++) {
      const started = await send('POST', '/api/backfills', { backfill_id, end_date: '2026-02-01' });
      expect([started.status, await json(started)]).toMatchObject([202, { backfill_id, status: 'running' }]);
    }
    for (const [action, status] of Object.entries({
      pause: 'paused',
      resume: 'running',
      cancel: 'cancelled',
    })) {
      const steered = await send('POST', `/api/backfills/${backfill_id}/${action}`);
      expect([steered.status, await json(steered)]).toMatchObject([200, { status }]);
    }
    expect(await json(await send('GET', '/api/backfills'))).toMatchObject({ backfills: [{ backfill_id }] });
    expect((await problemIn(await send('POST', `/api/backfills/${randomUUID()}/pause`))).status).toBe(404);
    expect((await problemIn(await send('POST', `/api/backfills/${backfill_id}/explode`))).status).toBe(404);
    for (const bad of [
      { start_date: '2026-02-30' },
      { start_date: '2026-02-02', end_date: '2026-02-01' },
      { max_days: 0 },
      { max_days: '5' },
      { max_usd: 0 },
      { dry_run: 'true' },
      { scorer: 'other' },
    ]) {
      expect((await problemIn(await send('POST', '/api/backfills', bad))).status).toBe(400);
    }
  });
});
