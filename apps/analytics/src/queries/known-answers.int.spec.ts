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

it('ranges that are asked of often are counted as they are by a query, and follow what changes', async () => {
  const events = new DayEvents();
  const dates = Array.from({ length: 9 }, (_, i) => `2026-02-0${String(i + 1)}`);
  const days = ['a', 'b', 'c'].flatMap((chatId, i) =>
    dates.filter((_, j) => (j + i) % (i + 2) === 0).map((date) => ({ chatId, date, version: 1 })),
  );
  await analytics.project(days.map((day) => events.created(day)));
  await analytics.project([events.scored(days)]);
  const metrics = new GetMetricsHandler(new LiveModels(analytics.database));
  const ranges = dates.flatMap((start, i) => dates.slice(i).map((end) => [start, end] as const));
  const conversations = (scored: typeof days) =>
    ranges.map(
      ([start, end]) =>
        new Set(scored.filter(({ date }) => date >= start && date <= end).map(({ chatId }) => chatId)).size,
    );
  const counted = async (topics: number) => {
    const counts: number[] = [];
    for (const [start_date, end_date] of ranges) {
      const question = { ...EVERYTHING, start_date, end_date, topics };
      const reply = await ask(GetMetrics, question, (asked) => metrics.execute(new GetMetricsQuery(asked)));
      counts.push(reply.metrics.sample_count);
    }
    return counts;
  };
  // Another number of topics is another question.
  for (const topics of [1, 2]) expect(await counted(topics)).toEqual(conversations(days));
  const [gone, ...left] = days as [(typeof days)[0], ...typeof days];
  await analytics.project([events.retracted({ ...gone, version: 2 })]);
  for (const topics of [1, 2]) expect(await counted(topics)).toEqual(conversations(left));
});
