import { DEFAULT_TIME_LIMITS } from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DayEvents } from '../../test/day-events.js';
import { MemoryReadModel } from '../../test/memory-read-model.js';
import { contentHashes, openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory, seededRandom, shuffled } from '../../test/seeded-history.js';
import { countedDay } from '../domain/derive-day.js';
import { statedBy } from '../domain/evolve-day.js';
import { BUILT_IN_PROFILES } from '../domain/weights.js';
import { loadDays } from '../tables/read-model-tables.js';

const rules = {
  weights: BUILT_IN_PROFILES.standard.weights,
  timeLimits: DEFAULT_TIME_LIMITS,
  activeScorer: null,
};

describe('the projector', () => {
  let analytics: TestAnalytics;
  const history = (organization: string) => seededHistory({ organization, seed: 7, conversations: 60 });

  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(history('default'), 40);
  });
  afterAll(() => analytics.close());

  it('writes what the rules say', async () => {
    const model = new MemoryReadModel(rules);
    model.project(history('default').flatMap(statedBy));
    const scope = { generation: 1, organization: 'default' };
    const ids = new Set([...model.rows.values()].map((row) => row.conversationId));
    const rows = await analytics.database.transaction((tx) => loadDays(tx, scope, [...ids]));
    const byDay = (a: { dayId: string }, b: { dayId: string }) => (a.dayId < b.dayId ? -1 : 1);
    expect(rows.sort(byDay)).toEqual([...model.rows.values()].sort(byDay));
    const derived = await analytics.database.query<{ day_id: string; status: string; csi: number | null }>(
      `select day_id, status, csi from conversation_days where status not in ('unknown', 'retracted') order by day_id`,
    );
    expect(derived).toEqual(
      rows.flatMap((row) => {
        const day = countedDay(row, rules);
        return day === null ? [] : [{ day_id: day.dayId, status: day.status, csi: day.csi }];
      }),
    );
    const daily = await analytics.database.query<Record<string, string>>(
      'select date, dimension, member, scorer, scored_days, csi_sum::text, ces_sum::text from daily_metrics',
    );
    const text = (row: object) => JSON.stringify(row);
    const expected = [...model.daily.values()].map(({ date, dimension, member, scorer, totals }) => ({
      date,
      dimension,
      member,
      scorer,
      scored_days: totals.counts.scored_days,
      csi_sum: decimal(totals.sums.csi),
      ces_sum: decimal(totals.sums.ces),
    }));
    expect(daily.map(text).sort()).toEqual(expected.map(text).sort());
    const gaps = await analytics.database.query<object>(
      'select series, span, date, previous, n from day_gaps',
    );
    expect(gaps.map(text).sort()).toEqual([...model.gaps.values()].map(text).sort());
  });

  it('gives the same rows when everything is delivered twice', async () => {
    await analytics.project([...history('twice'), ...history('twice')], 35);
    await analytics.project(history('twice'), 500);
    const once = await contentHashes(analytics.database);
    expect(withoutIds(await contentHashes(analytics.database, 'twice'))).toEqual(withoutIds(once));
    await analytics.project(history('default'), 60);
    expect(await contentHashes(analytics.database)).toEqual(once);
  });

  it.each([1, 2, 3])('gives the same rows in any order (%i)', async (seed) => {
    const other = await openAnalytics();
    const random = seededRandom(seed);
    await other.project(shuffled(history('default'), random), 1 + Math.floor(random() * 90));
    expect(await contentHashes(other.database)).toEqual(await contentHashes(analytics.database));
    await other.close();
  });

  it('gives the same rows where several batches come at once, of several organizations', async () => {
    const organizations = ['one', 'two', 'three'];
    const mixed = shuffled(organizations.flatMap(history), seededRandom(5));
    const lanes = [0, 1, 2, 3].map((lane) => mixed.filter((_, i) => i % 4 === lane));
    await Promise.all(lanes.map((lane) => analytics.project(lane, 25)));
    const other = await openAnalytics();
    for (const organization of organizations) await other.project(history(organization));
    for (const organization of organizations)
      expect(await contentHashes(analytics.database, organization)).toEqual(
        await contentHashes(other.database, organization),
      );
    await other.close();
  });

  it('keeps no trace in the read models of days that are all retracted', async () => {
    const events = new DayEvents('retracted');
    const days = ['2026-01-01', '2026-01-02'].map((date) => ({ chatId: 'gone', date, version: 1 }));
    await analytics.project([...days.map((day) => events.created(day)), events.scored(days)]);
    await analytics.project(days.map((day) => events.retracted({ ...day, version: 2 })));
    const rows = await contentHashes(analytics.database, 'retracted');
    expect(rows.map(({ table, rows: n }) => [table, n])).toEqual([
      ['conversation_days', 2],
      ['conversations', 0],
      ['daily_metrics', 0],
      ['topic_days', 0],
      ['day_gaps', 0],
    ]);
  });
});

/** Rows of two organizations differ in their ids at least. */
const withoutIds = (hashes: { table: string; rows: number }[]) =>
  hashes.map(({ table, rows }) => ({ table, rows }));

/** As SQL writes the sums of these tests: with nine decimals. */
const decimal = (nano: bigint) => (Number(nano) / 1e9).toFixed(9);
