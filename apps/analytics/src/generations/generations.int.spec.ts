import { randomUUID } from 'node:crypto';
import {
  OrganizationSettingsChanged,
  scorerKey,
  type TimeLimits,
  type WeightProfile,
} from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL } from '../../test/day-events.js';
import { deliveryOf } from '../../test/delivery.js';
import { contentHashes, openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory, seededRandom, shuffled } from '../../test/seeded-history.js';
import { ApplySettings, ApplySettingsHandler } from '../commands/apply-settings.command.js';
import { StartReplayCommand, StartReplayHandler } from '../commands/start-replay.command.js';
import { BUILT_IN_PROFILES } from '../domain/weights.js';
import { Projector } from '../projection/projector.js';
import { GenerationBuilder } from './generation-builder.js';
import { Readers } from './readers.js';

const history = seededHistory({ seed: 3, conversations: 400 });
const [early, late] = [history.filter((_, i) => i % 3 > 0), history.filter((_, i) => i % 3 === 0)];

describe('generations of read models', () => {
  let analytics: TestAnalytics;
  let builder: GenerationBuilder;
  let projector: Projector;

  beforeEach(async () => {
    analytics = await openAnalytics();
    projector = new Projector(null);
    builder = new GenerationBuilder(analytics.database, projector, new Readers());
  });
  afterEach(() => analytics.close());

  const rebuild = () =>
    new StartReplayHandler(analytics.database, projector).execute(
      new StartReplayCommand({
        organization: 'default',
        replay_id: randomUUID(),
        start_date: null,
        end_date: null,
        switch: 'when_equal',
      }),
    );
  const dropPrevious = async () => {
    await analytics.database.query('update generations set retired = true where generation = 1');
    await buildAll();
  };

  const settings = (
    settings_version: number,
    weight_profile: WeightProfile,
    time_zone = 'UTC',
    time_limits?: TimeLimits,
  ) => {
    const event = {
      id: eventId('OrganizationSettingsChanged', settings_version),
      name: OrganizationSettingsChanged.name,
      version: 1,
      organization: 'default',
      occurred_at: '2026-06-01T00:00:00.000Z',
      correlation_id: 'settings',
      data: { settings_version, time_zone, weight_profile, time_limits, auto_response_patterns: [] },
    };
    const delivery = deliveryOf(analytics.database, [event]);
    return new ApplySettingsHandler(projector).execute(new ApplySettings(delivery));
  };

  const buildAll = async () => {
    let steps = 0;
    while (await builder.step()) steps++;
    return steps;
  };

  const generations = () =>
    analytics.database.query<{ generation: number; live: boolean; profile: string }>(
      `select generation, generation = live_generation as live, g.weight_profile->>'name' as profile
       from generations g join organizations using (organization) order by 1`,
    );
  const pendingDates = async () =>
    (await analytics.database.query('select 1 from announced_dates where pending')).length;
  const announceAll = () => analytics.database.query('update announced_dates set pending = false');

  /** The same history, projected by rules that were these from the start. */
  async function projectedAnew(profile: WeightProfile, activeScorer: string | null = null) {
    const other = await openAnalytics(activeScorer);
    const apply = new ApplySettingsHandler(new Projector(activeScorer));
    const data = {
      settings_version: 1,
      time_zone: 'UTC',
      weight_profile: profile,
      auto_response_patterns: [],
    };
    const envelope = { id: eventId('first'), name: OrganizationSettingsChanged.name, version: 1 };
    const at = { occurred_at: '2026-01-01T00:00:00.000Z', correlation_id: 'settings' };
    const event = { ...envelope, ...at, organization: 'default', data };
    await apply.execute(new ApplySettings(deliveryOf(other.database, [event])));
    const others = new GenerationBuilder(other.database, new Projector(activeScorer), new Readers());
    while (await others.step());
    await other.project(history, 400);
    const hashes = await contentHashes(other.database);
    await other.close();
    return hashes;
  }

  it('rebuilds from history what stands there live, row for row', async () => {
    await analytics.project(shuffled(history, seededRandom(1)));
    const live = await contentHashes(analytics.database);
    await announceAll();
    expect(await rebuild()).toMatchObject({ state: 'building', cause: 'requested' });
    while (await builder.step())
      // Whatever has been built so far, and whether it is shown: readers see the same.
      expect(await contentHashes(analytics.database)).toEqual(live);
    expect(await contentHashes(analytics.database)).toEqual(live);
    // The previous one is kept until someone drops it.
    expect(await generations()).toMatchObject([{ live: false }, { generation: 2, live: true }]);
    await dropPrevious();
    expect(await generations()).toEqual([{ generation: 2, live: true, profile: 'standard' }]);
    expect(await pendingDates()).toBe(0);
    const [left] = await analytics.database.query<{ n: number }>(
      `select (select count(*) from conversation_days where generation = 1) + (select count(*) from conversations where
        generation = 1) + (select count(*) from daily_metrics where generation = 1)
        + (select count(*) from day_gaps where generation = 1) as n`,
    );
    expect(Number(left?.n)).toBe(0);
  });

  it('rebuilds while events keep coming', async () => {
    await analytics.project(early);
    await rebuild();
    for (let i = 0; i < late.length; i += 60) {
      await analytics.project(late.slice(i, i + 60));
      await builder.step();
    }
    await buildAll();
    expect(await contentHashes(analytics.database)).toEqual(await projectedAnew(BUILT_IN_PROFILES.standard));
    expect(await generations()).toMatchObject([{ live: false }, { generation: 2, live: true }]);
  });

  it('goes on where another process was stopped, and two processes do not disturb each other', async () => {
    await analytics.project(history);
    const live = await contentHashes(analytics.database);
    await rebuild();
    await builder.step();
    const second = new GenerationBuilder(analytics.database, projector, new Readers());
    const untilDone = async (worker: GenerationBuilder) => {
      while (await worker.step());
    };
    await Promise.all([untilDone(second), untilDone(builder)]);
    expect(await contentHashes(analytics.database)).toEqual(live);
    expect(await generations()).toMatchObject([{ live: false }, { live: true }]);
  });

  it('shows other weights all at once, when every number has them', async () => {
    await analytics.project(early);
    const before = await contentHashes(analytics.database);
    await announceAll();
    await settings(2, BUILT_IN_PROFILES.utilities, 'Africa/Nairobi');
    expect(await contentHashes(analytics.database)).toEqual(before);
    await builder.step();
    expect(await contentHashes(analytics.database)).toEqual(before);
    expect(await pendingDates()).toBe(0);
    await analytics.project(late, 50);
    await buildAll();
    expect(await contentHashes(analytics.database)).toEqual(await projectedAnew(BUILT_IN_PROFILES.utilities));
    const [dates] = await analytics.database.query<{ n: number }>(
      'select count(distinct date)::int as n from daily_metrics',
    );
    expect(await pendingDates()).toBe(dates?.n);
    const [organization] = await analytics.database.query('select * from organizations');
    expect(organization).toMatchObject({ time_zone: 'Africa/Nairobi', settings_version: 2 });
  });

  it('scores times against other limits, all at once', async () => {
    await analytics.project(early);
    const before = await contentHashes(analytics.database);
    await settings(2, BUILT_IN_PROFILES.standard, 'UTC', {
      first_response_seconds: 60,
      avg_response_seconds: 60,
      handling_seconds: 60,
    });
    await builder.step();
    expect(await contentHashes(analytics.database)).toEqual(before);
    await buildAll();
    const [replay] = await analytics.database.query<{ cause: string; state: string }>(
      'select * from replays',
    );
    expect(replay).toMatchObject({ cause: 'settings', state: 'completed' });
    const wrong = await analytics.database.query(
      `select from conversation_days where efficiency > 0 and first_response_time >= 60 and avg_response_time >= 60
         and total_handling_time >= 1`,
    );
    expect(wrong).toEqual([]);
    expect(await contentHashes(analytics.database)).not.toEqual(before);
  });

  it('takes the newest settings, in whatever order they come', async () => {
    await analytics.project(history);
    await settings(5, BUILT_IN_PROFILES.equal);
    await settings(4, BUILT_IN_PROFILES.impact);
    await builder.step();
    await settings(6, BUILT_IN_PROFILES.utilities);
    await settings(6, BUILT_IN_PROFILES.standard);
    await buildAll();
    expect(await contentHashes(analytics.database)).toEqual(await projectedAnew(BUILT_IN_PROFILES.utilities));
    const [live] = await generations();
    expect(live).toMatchObject({ live: true, profile: 'utilities' });
  });

  it('refuses weights that do not sum to 1', async () => {
    const weights = { ...BUILT_IN_PROFILES.equal.weights, effort: 0.9 };
    await expect(settings(1, { name: 'odd', version: 1, weights })).rejects.toThrow('do not sum to 1');
  });

  it('reads history again where another scorer is to count', async () => {
    await analytics.project(history);
    const active = scorerKey(LOCAL);
    const others = new GenerationBuilder(analytics.database, new Projector(active), new Readers());
    await others.onApplicationBootstrap();
    await others.beforeApplicationShutdown();
    while (await others.step());
    expect(await contentHashes(analytics.database)).toEqual(
      await projectedAnew(BUILT_IN_PROFILES.standard, active),
    );
  });
});
