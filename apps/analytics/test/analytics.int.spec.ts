import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CommandBus } from '@nestjs/cqrs';
import {
  BatchScored,
  ConversationDayCreated,
  ConversationDayRetracted,
  ConversationSplit,
  DailyCsiUpdated,
  DayUnscored,
  GetMetrics,
  GetProjectionProgress,
  OrganizationSettingsChanged,
  UploadIngested,
} from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Requests } from '@powerpulse/messaging';
import { createService, Database } from '@powerpulse/runtime';
import {
  buildEvent,
  eventStream,
  type EventStream,
  testDatabase,
  type TestDatabase,
  testNats,
  type TestNats,
  until,
} from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalyticsModule } from '../src/analytics.module.js';
import { StartReplayCommand } from '../src/commands/start-replay.command.js';
import { BUILT_IN_PROFILES } from '../src/domain/weights.js';
import { contentHashes, openAnalytics, type TestAnalytics } from './open-analytics.js';
import { seededHistory, seededRandom, shuffled } from './seeded-history.js';

const UPLOAD = eventId('upload', 'one');
const DEFINITIONS = { ConversationDayCreated, ConversationDayRetracted, BatchScored, DayUnscored };
const history = seededHistory({ seed: 21, conversations: 80, uploadId: UPLOAD });
/** Each with a field that this release does not know. */
const said = history.map((event) => ({ ...event, data: { ...event.data, of_a_later_release: event.id } }));
const created = history.filter((event) => event.name === 'ConversationDayCreated');

describe('the service, twice, on the stream', () => {
  let database: TestDatabase;
  let nats: TestNats;
  let stream: EventStream;
  let apps: NestFastifyApplication[];
  let reference: TestAnalytics;
  let db: Database;

  beforeAll(async () => {
    [database, nats, reference] = await Promise.all([testDatabase(), testNats(), openAnalytics()]);
    const config = {
      DATABASE_URL: database.url,
      NATS_URL: nats.url,
      HOST: '127.0.0.1',
      PORT: 0,
      LOG_LEVEL: 'silent' as const,
      DATABASE_POOL: 10,
      WHAT_IF_MEMORY_MB: 64,
    };
    apps = await Promise.all(
      [1, 2].map(() => createService(AnalyticsModule.forRoot(config), { service: 'analytics' })),
    );
    for (const app of apps) {
      await app.startAllMicroservices();
      await app.init();
    }
    db = apps[0]!.get(Database);
    stream = await eventStream(nats.url);
    await reference.project(history);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await stream.close();
    await nats.close();
    await reference.close();
    await database.close();
  });

  const progress = async () => {
    const request = { organization: 'default', upload_ids: [UPLOAD] };
    return (await apps[0]!.get(Requests).ask(GetProjectionProgress, request)).uploads[0];
  };
  const metrics = () =>
    apps[0]!.get(Requests).ask(GetMetrics, {
      organization: 'default',
      start_date: null,
      end_date: null,
      scorer: null,
      topics: 5,
    });
  const live = async () =>
    (
      await db.query<{ live_generation: number }>(
        `select live_generation from organizations where organization = 'default'`,
      )
    )[0]?.live_generation;

  it('projects what it is told, in whatever order and however often', async () => {
    for (const event of shuffled([...said, ...said.slice(0, 40)], seededRandom(9)))
      await stream.publish(DEFINITIONS[event.name], event);
    await until(async () => {
      const [row] = await db.query<{ n: number }>(
        'select count(*)::int as n from inbox where payload is not null',
      );
      return row?.n === history.length;
    });
    expect(await contentHashes(db)).toEqual(await contentHashes(reference.database));
  });

  it('knows when all of an upload is reflected', async () => {
    const before = await progress();
    expect(before).toMatchObject({
      days_created: created.length,
      complete: false,
      conversations_changed: null,
    });
    // Of 80 conversations; what is scored and what is not, each version of a day once.
    const judged = new Map<string, boolean>();
    for (const event of history) {
      if (event.name === 'BatchScored')
        for (const day of event.data.days) judged.set(`${day.day_id} ${day.version}`, true);
      if (event.name === 'DayUnscored') {
        const key = `${event.data.day_id} ${event.data.version}`;
        judged.set(key, judged.get(key) ?? false);
      }
    }
    const scored = [...judged.values()].filter(Boolean).length;
    expect(before).toMatchObject({ days_scored: scored, days_unscored: judged.size - scored });
    const conversations = [...Array(80).keys()];
    const share = (total: number, i: number) => Math.floor(total / 80) + (i < total % 80 ? 1 : 0);
    for (const i of conversations)
      await stream.publish(
        ConversationSplit,
        buildEvent(ConversationSplit, {
          data: {
            upload_id: UPLOAD,
            days_changed: share(created.length, i),
            days_to_score: share(judged.size, i),
          },
        }),
      );
    await until(async () => (await progress())?.conversations_split === 80);
    expect(await progress()).toMatchObject({
      days_announced: created.length,
      days_to_score: judged.size,
      complete: false,
    });
    await stream.publish(
      UploadIngested,
      buildEvent(UploadIngested, { data: { upload_id: UPLOAD, conversations_changed: 80 } }),
    );
    expect(await until(async () => ((await progress())?.complete ? progress() : null))).toMatchObject({
      conversations_changed: 80,
    });
  });

  it('tells of each date whose numbers changed, once a second at most', async () => {
    const [dates] = await db.query<{ n: number }>('select count(*)::int as n from announced_dates');
    await until(async () => {
      const pending = await db.query('select 1 from announced_dates where pending');
      return pending.length === 0;
    });
    const told = await until(async () => {
      const events = await stream.events(DailyCsiUpdated);
      return new Set(events.map((event) => event.data.date)).size === dates?.n ? events : null;
    });
    for (const date of new Set(told.map((event) => event.data.date))) {
      const instants = told
        .filter((event) => event.data.date === date)
        .map((event) => Date.parse(event.occurred_at))
        .sort((a, b) => a - b);
      for (const [i, at] of instants.entries())
        if (i > 0) expect(at - instants[i - 1]!).toBeGreaterThanOrEqual(900);
    }
    const newest = new Map(told.map((event) => [event.data.date, event.data]));
    const sum = [...newest.values()].reduce((total, data) => total + data.scored_days, 0);
    expect(sum).toBe((await metrics()).metrics.scored_days);
  });

  it('rebuilds from its own inbox, which has all that was said, what stands there live, and tells nobody', async () => {
    const kept = await db.query<{ payload: unknown }>(
      'select payload from inbox where payload is not null order by event_id',
    );
    const byId = [...said].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(kept.map(({ payload }) => payload)).toEqual(byId.map(({ data }) => data));
    const before = await contentHashes(db);
    const told = (await stream.events(DailyCsiUpdated)).length;
    const range = { start_date: null, end_date: null };
    const replay = {
      organization: 'default',
      replay_id: randomUUID(),
      ...range,
      switch: 'when_equal' as const,
    };
    await apps[0]!.get(CommandBus).execute(new StartReplayCommand(replay));
    await until(async () => (await live()) === 2);
    expect(await contentHashes(db)).toEqual(before);
    expect(await db.query('select 1 from announced_dates where pending')).toEqual([]);
    expect((await stream.events(DailyCsiUpdated)).length).toBe(told);
  });

  it('weighs anew when the settings say so', async () => {
    await stream.publish(
      OrganizationSettingsChanged,
      buildEvent(OrganizationSettingsChanged, {
        data: { settings_version: 1, time_zone: 'Asia/Kolkata', weight_profile: BUILT_IN_PROFILES.equal },
      }),
    );
    const before = await metrics();
    const after = await until(async () => {
      const now = await metrics();
      return now.weight_profile.name === 'equal' ? now : null;
    });
    expect(after.pillar_weights).toEqual(BUILT_IN_PROFILES.equal.weights);
    expect(after.time_zone).toBe('Asia/Kolkata');
    expect(after.metrics.csi).not.toBe(before.metrics.csi);
    expect({ ...after.metrics, csi: before.metrics.csi }).toEqual(before.metrics);
    const { metrics: m } = after;
    const pillars = [m.resolution_quality, m.customer_ease, m.service_timeliness, m.interaction_quality];
    expect(m.csi).toBeCloseTo(
      pillars.reduce<number>((sum, pillar) => sum + pillar! / 4, 0),
      8,
    );
  });
});
