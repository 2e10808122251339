import { badInputs } from '@powerpulse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { microMetrics, period } from '../../test/analytics-stand-in.js';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';

describe('metrics over HTTP', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());
  beforeEach(() => {
    all.others.analytics.asked.length = 0;
  });

  const get = async <T = Record<string, unknown>>(path: string): Promise<T> => {
    const response = await all.fetch(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    return (await response.json()) as T;
  };
  const lastAsked = () => all.others.analytics.asked.at(-1);

  it('are analytics numbers under the names of the contract', async () => {
    const body = await get(
      '/api/metrics?start_date=2026-01-01&end_date=2026-01-31&scorer=local%2Flexical%401&topics=7',
    );
    const reason = 'None of its days has a predicted_rating by people.';
    const unrated = { status: 'not_calibrated', reason, n: 0, spearman: null };
    expect(body).toEqual({
      ...period,
      scorers: period.scorers.map((one) => ({ ...one, calibration: unrated })),
      micro_metrics: microMetrics,
      deltas: null,
      comparison: null,
      incomplete: false,
      groups: null,
      pillar_weights: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
      weight_profile: { name: 'standard', version: 1 },
      time_zone: 'UTC',
      updated_at: '2026-01-03T10:00:00.000Z',
    });
    expect(lastAsked()).toEqual({
      name: 'GetMetrics',
      request: {
        organization: 'default',
        start_date: '2026-01-01',
        end_date: '2026-01-31',
        scorer: 'local/lexical@1',
        topics: 7,
      },
    });
  });

  it('ask for all data where no dates are given', async () => {
    await get('/api/metrics');
    expect(lastAsked()?.request).toEqual({
      organization: 'default',
      start_date: null,
      end_date: null,
      scorer: null,
      topics: 20,
    });
  });

  it('have one row per date, put together from several replies', async () => {
    const rows = await get<{ date: string; csi: number | null }[]>(
      '/api/metrics/daily?start_date=2025-01-01&end_date=2026-12-31',
    );
    expect(rows).toHaveLength(730);
    expect(rows[0]).toMatchObject({ date: '2025-01-01', csi: null, conversations: 0 });
    expect(rows.find(({ date }) => date === '2026-01-02')).toMatchObject({ csi: 71.25 });
    expect(all.others.analytics.asked).toHaveLength(2);
    expect(await get('/api/metrics/historical?start_date=2025-01-01&end_date=2026-12-31')).toEqual({
      data: rows,
    });
  });

  it('are bounded also where data reach back very far', async () => {
    all.others.analytics.data.first = '1990-01-01';
    const rows = await get<{ date: string }[]>('/api/metrics/daily');
    all.others.analytics.data.first = '2026-01-01';
    expect(rows).toHaveLength(3_660);
    expect(rows.at(-1)?.date).toBe('2026-01-03');
  });

  it('mark the current date, in the zone of the organization, as incomplete', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const range = `start_date=2026-01-03&end_date=${today}`;
    const rows = await get<{ date: string; incomplete: boolean }[]>(`/api/metrics/daily?${range}`);
    // Between the two calls midnight may have passed.
    const marked = rows.filter(({ incomplete }) => incomplete).map(({ date }) => date);
    expect([[today], []]).toContainEqual(marked);
    const points = await get<{ incomplete?: boolean }[]>(`/api/charts/volume?${range}`);
    expect(points[0]).not.toHaveProperty('incomplete');
  });

  it('of a period that reaches to today are marked too', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const marked = async (query: string) =>
      (await get<{ incomplete: boolean }>(`/api/metrics?${query}`)).incomplete;
    expect(await marked('')).toBe(true);
    expect(await marked(`start_date=2026-01-03&end_date=${today}`)).toBe(true);
    expect(await marked('start_date=2999-01-01')).toBe(false);
    expect(await marked('end_date=2026-01-31')).toBe(false);
  });

  it('are drawn as series', async () => {
    const range = 'start_date=2026-01-03&end_date=2026-01-04';
    expect(await get(`/api/charts/csi-trend?${range}`)).toEqual([
      {
        date: '2026-01-03',
        csi_score: 71.25,
        effectiveness_score: 8,
        effort_score: 7.4,
        efficiency_score: 6.1,
        empathy_score: 5.9,
      },
      {
        date: '2026-01-04',
        csi_score: null,
        effectiveness_score: null,
        effort_score: null,
        efficiency_score: null,
        empathy_score: null,
      },
    ]);
    expect(await get(`/api/charts/sentiment-trend?${range}`)).toEqual([
      { date: '2026-01-03', sentiment: 5.5 },
      { date: '2026-01-04', sentiment: null },
    ]);
    expect(await get(`/api/charts/volume?${range}`)).toEqual([
      { date: '2026-01-03', conversations: 3, messages: 9 },
      { date: '2026-01-04', conversations: 0, messages: 0 },
    ]);
    expect(await get(`/api/charts/sentiment-distribution?${range}`)).toEqual([
      { sentiment: 'positive', count: 2, percentage: 50 },
      { sentiment: 'neutral', count: 1, percentage: 25 },
      { sentiment: 'negative', count: 1, percentage: 25 },
    ]);
    expect(await get(`/api/charts/topic-frequency?${range}`)).toEqual([{ topic: 'refund', frequency: 3 }]);
  });

  it.each([
    ['/api/metrics?start_date=2026-02-30', 'start_date'],
    ['/api/metrics?start_date=yesterday', 'start_date'],
    ['/api/metrics?start_date=', 'start_date'],
    ['/api/metrics?start_date=2026-01-02&end_date=2026-01-01', 'end_date'],
    ['/api/metrics?start_date=2026-01-01&start_date=2026-01-02', 'start_date'],
    ['/api/metrics?startDate=2026-01-01', 'startDate'],
    ['/api/metrics?topics=0', 'topics'],
    ['/api/metrics?topics=1e2', 'topics'],
    ['/api/metrics/daily?start_date=1926-01-01&end_date=2026-01-01', 'end_date'],
    ['/api/metrics/lowest-days?limit=101', 'limit'],
    ['/api/charts/volume?__proto__[x]=1', '__proto__[x]'],
    ['/api/charts/volume?constructor=1', 'constructor'],
    ['/api/metrics?group_by=planet', 'group_by'],
    ['/api/metrics?group_by=topic&groups=101', 'groups'],
    ['/api/metrics/daily?group_by=topic&start_date=2026-01-01', 'group_by'],
    ['/api/metrics/daily?group_by=topic&start_date=2025-01-01&end_date=2026-03-01', 'group_by'],
    ['/api/metrics/explain?start_date=2026-01-01', 'end_date'],
    ['/api/metrics/explain?end_date=2026-01-01', 'start_date'],
    ['/api/metrics/explain?start_date=0001-01-01&end_date=2026-01-01', 'start_date'],
    ['/api/metrics/explain?start_date=0001-01-01&end_date=0001-01-01&compare=year', 'start_date'],
    ['/api/metrics/explain?start_date=2026-01-01&end_date=2026-01-01&compare=week', 'compare'],
  ])('refuse %s', async (path, field) => {
    const problem = await problemIn(await all.fetch(path));
    expect([problem.status, codeOf(problem)]).toEqual([400, 'invalid-request']);
    expect(problem.errors?.map((error) => error.path)).toEqual([field]);
    expect(all.others.analytics.asked).toEqual([]);
  });

  it.each(badInputs('numbers-size').filter(({ via }) => via === 'api.query.date_range'))(
    '$id: $expect.detail',
    async ({ input, expect: { status } }) => {
      const [start, end] = (input as string).split('..');
      for (const path of [
        '/api/metrics',
        '/api/metrics/daily',
        '/api/charts/csi-trend',
        '/api/conversations',
      ]) {
        const response = await all.fetch(`${path}?start_date=${start!}&end_date=${end!}`);
        expect(status).toContain(response.status);
      }
    },
  );

  it('answer 503 with Retry-After while nobody can answer', async () => {
    await all.nats.stop();
    try {
      const response = await all.fetch('/api/metrics');
      expect(response.headers.get('retry-after')).toBe('5');
      expect(codeOf(await problemIn(response))).toBe('unavailable');
      const ready = (await (await all.fetch('/health/ready')).json()) as object;
      expect(ready).toMatchObject({ status: 'ok', checks: { nats: { ok: false }, postgres: { ok: true } } });
    } finally {
      await all.nats.restart();
    }
  });
});
