import { GetMetrics } from '@powerpulse/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { GetMetricsHandler, GetMetricsQuery } from './get-metrics.query.js';
import { LiveModels } from './live-models.js';

const EVERYTHING = {
  organization: 'default',
  start_date: null,
  end_date: null,
  scorer: null,
  topics: 10,
};

let analytics: TestAnalytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
afterAll(() => analytics.close());

it('a question asked again is answered by what the read models say now, at every replica', async () => {
  const events = new DayEvents();
  const replicas = [1, 2].map(() => new GetMetricsHandler(new LiveModels(analytics.database)));
  const unscored = () =>
    Promise.all(
      replicas.map(async (replica) => {
        const reply = await ask(GetMetrics, EVERYTHING, (asked) =>
          replica.execute(new GetMetricsQuery(asked)),
        );
        return [reply.metrics.unscored_days, reply.metrics.scored_days];
      }),
    );
  expect(await unscored()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const day = { chatId: 'one', date: '2026-01-12', version: 1 };
  await analytics.project([events.created(day)]);
  expect(await unscored()).toEqual([
    [1, 0],
    [1, 0],
  ]);
  await analytics.project([events.scored([day])]);
  expect(await unscored()).toEqual([
    [0, 1],
    [0, 1],
  ]);
  await analytics.project([events.retracted({ ...day, version: 2 })]);
  expect(await unscored()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
