import {
  DEFAULT_TIME_LIMITS,
  ExplainChange,
  GetDailyGroups,
  GetMetricGroups,
  GROUP_BYS,
  type GroupBy,
  type RequestOf,
  scorerKey,
} from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { DayEvents, LOCAL } from '../../test/day-events.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { MemoryReadModel } from '../../test/memory-read-model.js';
import { seededHistory } from '../../test/seeded-history.js';
import { type CountedDay, countedDay } from '../domain/derive-day.js';
import { statedBy } from '../domain/evolve-day.js';
import { deltasOf, periodValues } from '../domain/period-metrics.js';
import { addTotals, noTotals, totalsOf } from '../domain/totals.js';
import { BUILT_IN_PROFILES } from '../domain/weights.js';
import { ExplainChangeHandler, ExplainChangeQuery } from './explain-change.query.js';
import { GetDailyGroupsHandler, GetDailyGroupsQuery } from './get-daily-groups.query.js';
import { GetMetricGroupsHandler, GetMetricGroupsQuery } from './get-metric-groups.query.js';
import { LiveModels } from './live-models.js';

const rules = {
  weights: BUILT_IN_PROFILES.standard.weights,
  timeLimits: DEFAULT_TIME_LIMITS,
  activeScorer: null,
};
const history = seededHistory({ seed: 21, conversations: 120, dates: 40 });
const RANGE = { start_date: '2026-01-15', end_date: '2026-01-24' };
const BEFORE = { start_date: '2026-01-05', end_date: '2026-01-14' };

/** The groups of a day by definition. */
const GROUPS: Record<GroupBy, (day: CountedDay) => string[]> = {
  topic: (day) => [...new Set(day.metrics?.topics.map(({ slug }) => slug))],
  agent: (day) => [...new Set(day.facts.agents.map(({ username }) => username))],
  outcome: (day) => (day.metrics?.outcome == null ? [] : [day.metrics.outcome]),
  scorer: (day) => (day.metrics === null ? [] : [scorerKey(day.scorer!)]),
};

describe('breakdowns', () => {
  let analytics: TestAnalytics;
  let days: CountedDay[];

  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(history);
    const model = new MemoryReadModel(rules);
    model.project(history.flatMap(statedBy));
    days = [...model.rows.values()].flatMap((row) => countedDay(row, rules) ?? []);
  });
  afterAll(() => analytics.close());

  const models = () => new LiveModels(analytics.database);
  const whole = { organization: 'default', start_date: null, end_date: null, scorer: null };
  const groups = (request: Partial<RequestOf<typeof GetMetricGroups>>) =>
    ask(GetMetricGroups, { ...whole, group_by: 'topic' as const, limit: 100, ...request }, (asked) =>
      new GetMetricGroupsHandler(models()).execute(new GetMetricGroupsQuery(asked)),
    );
  const daily = (request: Partial<RequestOf<typeof GetDailyGroups>>) =>
    ask(GetDailyGroups, { ...whole, group_by: 'topic' as const, groups: ['x'], ...request }, (asked) =>
      new GetDailyGroupsHandler(models()).execute(new GetDailyGroupsQuery(asked)),
    );
  const explain = (request: Partial<RequestOf<typeof ExplainChange>>) =>
    ask(ExplainChange, { ...whole, ...RANGE, previous: BEFORE, limit: 100, ...request }, (asked) =>
      new ExplainChangeHandler(models()).execute(new ExplainChangeQuery(asked)),
    );

  const within = (range: { start_date: string; end_date: string }) =>
    days.filter(({ date }) => date >= range.start_date && date <= range.end_date);
  const valuesOf = (own: readonly CountedDay[]) => {
    const totals = noTotals();
    for (const day of own) addTotals(totals, totalsOf(day), 1);
    return periodValues(totals);
  };

  it.each(GROUP_BYS)('by %s are what the days of each group make', async (group_by) => {
    const { groups: rows, total } = await groups({ ...RANGE, group_by });
    const inRange = within(RANGE);
    const names = new Set(inRange.flatMap(GROUPS[group_by]));
    expect(total).toBe(names.size);
    expect(new Set(rows.map(({ group }) => group))).toEqual(names);
    for (const row of rows) {
      const own = (of: CountedDay[]) => of.filter((day) => GROUPS[group_by](day).includes(row.group));
      const values = valuesOf(own(inRange));
      expect(row).toMatchObject(values);
      expect(row.deltas).toEqual(deltasOf(values, valuesOf(own(within(BEFORE)))));
      expect(row.scored_days).toBe(own(inRange).filter(({ status }) => status === 'scored').length);
    }
    const sizes = rows.map((row) => row.scored_days + row.unscored_days + row.outbound_days);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const { groups: two, total: stillAll } = await groups({ ...RANGE, group_by, limit: 1 });
    expect([two, stillAll]).toEqual([rows.slice(0, 1), total]);
  });

  it.each(GROUP_BYS)('by date and %s are those of each date', async (group_by) => {
    const names = (await groups({ group_by })).groups.map(({ group }) => group);
    const { rows, next_date } = await daily({ group_by, groups: names });
    expect(next_date).toBeNull();
    for (const row of rows) {
      const own = days.filter((day) => day.date === row.date && GROUPS[group_by](day).includes(row.group));
      expect(row).toMatchObject(valuesOf(own));
    }
    const expected = new Set(
      days.flatMap((day) => GROUPS[group_by](day).map((group) => `${day.date} ${group}`)),
    );
    expect(new Set(rows.map(({ date, group }) => `${date} ${group}`))).toEqual(expected);
  });

  it('of one scorer count its days only', async () => {
    const scorer = scorerKey(LOCAL);
    const { groups: rows } = await groups({ scorer });
    const own = days.filter((day) => day.metrics !== null && scorerKey(day.scorer!) === scorer);
    for (const row of rows)
      expect(row).toMatchObject(valuesOf(own.filter((day) => GROUPS.topic(day).includes(row.group))));
  });

  it('by date come in pages of whole dates', async () => {
    const events = new DayEvents('long');
    const agents = Array.from({ length: 60 }, (_, i) => ({
      username: `agent ${i}`,
      email: null,
      messages: 1,
      last_at: '2026-01-01T10:00:00.000Z',
    }));
    const many = Array.from({ length: 40 }, (_, i) => ({
      chatId: 'c',
      date: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
      version: 1,
      agents,
    }));
    await analytics.project(many.map((day) => events.created(day)));
    const names = agents.map(({ username }) => username);
    const page = (start_date: string | null) =>
      daily({ organization: 'long', group_by: 'agent', groups: names, start_date });
    let [pages, next] = [0, null as string | null];
    const seen: string[] = [];
    do {
      const { rows, next_date } = await page(next);
      seen.push(...rows.map(({ date, group }) => `${date} ${group}`));
      [next, pages] = [next_date, pages + 1];
    } while (next !== null);
    expect(pages).toBeGreaterThan(1);
    expect([seen.length, new Set(seen).size]).toEqual([2400, 2400]);
  });

  it('explain a change by its pillars, topics and agents, each day counted once', async () => {
    const { change, csi, previous, scored_days } = await explain({});
    const scored = (range: typeof RANGE) => within(range).filter(({ status }) => status === 'scored');
    const [before, after] = [scored(BEFORE), scored(RANGE)];
    expect(previous).toEqual(BEFORE);
    expect(scored_days).toEqual({ before: before.length, after: after.length });
    expect(csi).toEqual({ before: valuesOf(before).csi, after: valuesOf(after).csi });
    expect(change!.delta).toBeCloseTo(csi.after! - csi.before!, 8);
    for (const kind of ['topic', 'agent'] as const) {
      const { parts } = change![`${kind}s`];
      const expected = new Map<string | null, number>();
      for (const day of after) {
        const own = GROUPS[kind](day);
        for (const group of own.length === 0 ? [null] : own)
          expected.set(group, (expected.get(group) ?? 0) + 1 / Math.max(1, own.length));
      }
      expect(parts.filter(({ days }) => days.after > 0)).toHaveLength(expected.size);
      for (const part of parts) expect(part.days.after).toBeCloseTo(expected.get(part.group) ?? 0, 6);
    }
    expect((await explain({ limit: 1 })).change?.topics.parts).toHaveLength(1);
  });

  it('explain a change between any two periods, those that overlap too', async () => {
    const previous = { start_date: '2026-01-01', end_date: RANGE.end_date };
    const { csi, change } = await explain({ previous });
    expect(csi).toEqual({ before: valuesOf(within(previous)).csi, after: valuesOf(within(RANGE)).csi });
    const sum = change!.agents.parts.reduce((all, { contribution }) => all + contribution, 0);
    expect(sum).toBeCloseTo(csi.after! - csi.before!, 6);
  });

  it('explain nothing where there was nothing before', async () => {
    const previous = { start_date: '2025-01-01', end_date: '2025-01-10' };
    const first = await explain({ start_date: '2026-01-01', end_date: '2026-01-10', previous });
    expect(first).toMatchObject({ csi: { before: null }, scored_days: { before: 0 }, change: null });
    expect(await explain({ organization: 'nobody' })).toMatchObject({ csi: { after: null }, change: null });
    expect(await groups({ organization: 'nobody' })).toEqual({ groups: [], total: 0 });
  });
});
