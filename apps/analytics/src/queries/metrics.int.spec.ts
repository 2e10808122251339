import {
  DEFAULT_TIME_LIMITS,
  GetDailyMetrics,
  GetMetrics,
  type RequestOf,
  scorerKey,
} from '@powerpulse/contracts';
import { InvalidInput } from '@powerpulse/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents, LOCAL, OTHER } from '../../test/day-events.js';
import { MemoryReadModel } from '../../test/memory-read-model.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory, seededRandom } from '../../test/seeded-history.js';
import { deltaMargin } from '../domain/delta-margin.js';
import { countedDay } from '../domain/derive-day.js';
import { statedBy } from '../domain/evolve-day.js';
import { BUILT_IN_PROFILES, DEFAULT_PROFILE } from '../domain/weights.js';
import { GetDailyMetricsHandler, GetDailyMetricsQuery } from './get-daily-metrics.query.js';
import { GetMetricsHandler, GetMetricsQuery } from './get-metrics.query.js';
import { LiveModels } from './live-models.js';

const rules = {
  weights: BUILT_IN_PROFILES.standard.weights,
  timeLimits: DEFAULT_TIME_LIMITS,
  activeScorer: null,
};
const history = seededHistory({ seed: 11, conversations: 120, dates: 40 });

describe('metrics', () => {
  let analytics: TestAnalytics;
  let known: LiveModels | undefined;
  const model = new MemoryReadModel(rules);

  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(history);
    model.project(history.flatMap(statedBy));
  });
  afterAll(() => analytics.close());

  /** Of which dates and months were read for other questions before makes no difference. */
  const alike = async <T>(answer: (models: LiveModels) => Promise<T>): Promise<T> => {
    known ??= new LiveModels(analytics.database);
    const reply = await answer(new LiveModels(analytics.database));
    expect(await answer(known)).toEqual(reply);
    return reply;
  };
  const getMetrics = (request: Partial<RequestOf<typeof GetMetrics>> = {}) =>
    ask(
      GetMetrics,
      {
        organization: 'default',
        start_date: null,
        end_date: null,
        scorer: null,
        topics: 20,
        ...request,
      },
      (asked) => alike((one) => new GetMetricsHandler(one).execute(new GetMetricsQuery(asked))),
    );
  const getDaily = (request: Partial<RequestOf<typeof GetDailyMetrics>> = {}) =>
    ask(
      GetDailyMetrics,
      {
        organization: 'default',
        start_date: null,
        end_date: null,
        scorer: null,
        topics: 20,
        ...request,
      },
      (asked) => alike((one) => new GetDailyMetricsHandler(one).execute(new GetDailyMetricsQuery(asked))),
    );

  it.each([
    [null, null],
    ['2026-01-10', '2026-01-19'],
    ['2026-01-15', '2026-01-15'],
    ['2026-01-20', null],
    [null, '2026-01-20'],
    ['2025-12-20', '2026-01-05'],
    ['2025-12-31', '2026-02-12'],
    ['2026-01-01', '2026-01-31'],
    ['2027-01-01', '2027-02-01'],
  ])('of %s to %s are what the rules say', async (start_date, end_date) => {
    const { metrics, deltas } = await getMetrics({ start_date, end_date });
    const expected = model.metrics(start_date, end_date);
    expect({ ...metrics, deltas }).toMatchObject(expected);
  });

  it('say how large a change has to be, from how the dates lie around the means', async () => {
    const { delta_margins } = await getMetrics({ start_date: '2026-01-16', end_date: '2026-01-31' });
    const daily = await getDaily({ start_date: '2025-12-31', end_date: '2026-01-31' });
    const names = Object.keys(delta_margins ?? {}) as (keyof NonNullable<typeof delta_margins>)[];
    expect(names).toHaveLength(9);
    for (const name of names) {
      const days = Float64Array.from(daily.days, (day) => day.sample_sizes[name] ?? 0);
      const sums = Float64Array.from(daily.days, (day, i) => (day[name] ?? 0) * (days[i] ?? 0));
      const now = { days: days.slice(16), sums: sums.slice(16) };
      const before = { days: days.slice(0, 16), sums: sums.slice(0, 16) };
      expect(delta_margins?.[name]).toBeGreaterThan(0);
      expect(delta_margins?.[name]).toBeCloseTo(deltaMargin(now, before) ?? NaN, 8);
    }
    expect((await getMetrics({ start_date: '2026-01-16' })).delta_margins).toBeNull();
  });

  it('of one scorer count its days only', async () => {
    const everybody = await getMetrics({});
    const keys = [scorerKey(LOCAL), scorerKey(OTHER)];
    expect(everybody.metrics.scorers.map(({ scorer }) => scorer)).toEqual(keys);
    const each = await Promise.all(keys.map((scorer) => getMetrics({ scorer })));
    const days = [...model.rows.values()].flatMap((row) => countedDay(row, rules) ?? []);
    for (const [i, { metrics }] of each.entries()) {
      const own = days.filter((day) => day.metrics !== null && scorerKey(day.scorer!) === keys[i]);
      const scored = own.filter((day) => day.status === 'scored');
      expect(metrics.scored_days).toBe(scored.length);
      expect(metrics.unscored_days).toBe(own.length - scored.length);
      expect(metrics.sample_count).toBe(new Set(scored.map((day) => day.conversationId)).size);
      expect(metrics.csi).toBeCloseTo(scored.reduce((sum, day) => sum + day.csi!, 0) / scored.length, 8);
      expect(metrics.scorers).toEqual([{ scorer: keys[i], days: own.length }]);
    }
    expect((await getMetrics({ scorer: 'nobody/x@1' })).metrics).toMatchObject({ csi: null, scored_days: 0 });
  });

  it('count conversations of any range exactly, however far apart their days are', async () => {
    const events = new DayEvents('gappy');
    const random = seededRandom(4);
    const day = () =>
      new Date(Date.UTC(2022, 0, 1 + Math.floor(random() ** 3 * 1500))).toISOString().slice(0, 10);
    const dates = Array.from({ length: 40 }, () => [...new Set(Array.from({ length: 6 }, day))]);
    const days = dates.flatMap((own, c) => own.map((date) => ({ chatId: `c${c}`, date, version: 1 })));
    await analytics.project([...days.map((one) => events.created(one)), events.scored(days)]);
    for (let i = 0; i < 60; i++) {
      const [start_date, end_date] = [day(), day()].sort();
      const { metrics } = await getMetrics({ organization: 'gappy', start_date, end_date });
      const inside = dates.filter((own) => own.some((date) => date >= start_date! && date <= end_date!));
      expect(metrics.sample_count).toBe(inside.length);
    }
  });

  it('show the most frequent topics, as many as asked for', async () => {
    const all = await getMetrics();
    const two = await getMetrics({ topics: 2 });
    expect(two.metrics.topic_frequency).toEqual(all.metrics.topic_frequency.slice(0, 2));
  });

  it('of nothing are null, and say what would apply', async () => {
    const empty = await getMetrics({
      organization: 'nobody',
      start_date: '2026-01-01',
      end_date: '2026-01-02',
    });
    expect(empty).toMatchObject({
      metrics: { csi: null, sentiment: null, scored_days: 0, sample_count: 0, topic_frequency: [] },
      deltas: { csi: null, avg_response_time: null },
      pillar_weights: DEFAULT_PROFILE.weights,
      weight_profile: { name: 'standard', version: 1 },
      time_zone: 'UTC',
      updated_at: null,
    });
    expect(await getDaily({ organization: 'nobody' })).toEqual({ days: [], next_date: null });
  });

  it('refuse a range that can not be', async () => {
    await expect(getMetrics({ start_date: '2026-02-02', end_date: '2026-02-01' })).rejects.toThrow(
      InvalidInput,
    );
    await expect(getMetrics({ start_date: '2026-02-30' })).rejects.toThrow(InvalidInput);
    await expect(getDaily({ end_date: '0000-01-01' })).rejects.toThrow(InvalidInput);
  });

  it('by date have a row for each date, those without data too', async () => {
    const { days, next_date } = await getDaily({ start_date: '2025-12-30', end_date: '2026-03-31' });
    expect(next_date).toBeNull();
    expect(days).toHaveLength(92);
    for (const day of days) {
      const { deltas: _, ...expected } = model.metrics(day.date, day.date);
      expect(day).toMatchObject(expected);
      expect(day.conversations).toBe(day.scored_days + day.unscored_days + day.outbound_days);
    }
    expect(days[0]).toMatchObject({ date: '2025-12-30', csi: null, messages: 0, conversations: 0 });
    const { metrics } = await getMetrics();
    expect(days.reduce((sum, day) => sum + day.scored_days, 0)).toBe(metrics.scored_days);
  });

  it('by date go from the first to the last day with data, where no dates are given', async () => {
    const { days } = await getDaily({ topics: 0 });
    const dates = model.dates();
    expect([days[0]?.date, days.at(-1)?.date]).toEqual([dates[0], dates.at(-1)]);
    expect(days.every((day) => day.topic_frequency.length === 0)).toBe(true);
    const later = await getDaily({ start_date: '2026-02-01' });
    expect([later.days[0]?.date, later.days.at(-1)?.date]).toEqual(['2026-02-01', dates.at(-1)]);
  });

  it('by date come in pages where the range is long', async () => {
    const first = await getDaily({ start_date: '2025-01-01', end_date: '2026-12-31' });
    expect(first.days.length).toBeLessThanOrEqual(400);
    expect(first.next_date).not.toBeNull();
    let pages = [first];
    while (pages.at(-1)?.next_date)
      pages = [...pages, await getDaily({ start_date: pages.at(-1)!.next_date, end_date: '2026-12-31' })];
    const dates = pages.flatMap((page) => page.days.map((day) => day.date));
    expect(dates).toHaveLength(730);
    expect(new Set(dates).size).toBe(730);
  });

  it('by date stay below the size of a reply, however many topics there are', async () => {
    const events = new DayEvents('wordy');
    const days = Array.from({ length: 3000 }, (_, i) => ({
      chatId: `c${i}`,
      date: `2026-01-0${1 + (i % 5)}`,
      version: 1,
    }));
    const topics = (i: number) => [0, 1, 2].map((n) => ({ slug: `${'ü'.repeat(50)}-${i}-${n}`, label: 'x' }));
    await analytics.project(
      [
        ...days.map((day) => events.created(day)),
        events.scored(days.map((day, i) => ({ ...day, metrics: { topics: topics(i) } }))),
      ],
      5000,
    );
    const page = await getDaily({ organization: 'wordy', topics: 1000 });
    expect(page.days.length).toBeGreaterThan(0);
    expect(page.days.length).toBeLessThan(5);
    expect(page.next_date).toBe(`2026-01-0${1 + page.days.length}`);
  }, 60_000);
});
