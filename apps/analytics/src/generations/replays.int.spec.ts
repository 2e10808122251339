import { randomUUID } from 'node:crypto';
import { type Replay, ReplayComparison, type RequestOf, type StartReplay } from '@powerpulse/contracts';
import { Conflict, NotFound } from '@powerpulse/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DayEvents } from '../../test/day-events.js';
import { contentHashes, openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { StartReplayCommand, StartReplayHandler } from '../commands/start-replay.command.js';
import { SteerReplayCommand, SteerReplayHandler } from '../commands/steer-replay.command.js';
import { Projector } from '../projection/projector.js';
import { readReplays } from '../tables/replay-rows.js';
import { GenerationBuilder } from './generation-builder.js';
import { Readers } from './readers.js';

const history = seededHistory({ seed: 11, conversations: 40 });
const late = seededHistory({ seed: 12, conversations: 8 });

describe('replays', () => {
  let analytics: TestAnalytics;
  let builder: GenerationBuilder;

  beforeEach(async () => {
    analytics = await openAnalytics();
    builder = new GenerationBuilder(analytics.database, new Projector(null), new Readers());
    await analytics.project(history, 500);
  });
  afterEach(() => analytics.close());

  type Asked = Partial<RequestOf<typeof StartReplay>>;
  const start = (asked: Asked = {}): Promise<Replay> => {
    const request = { organization: 'default', replay_id: randomUUID(), start_date: null, end_date: null };
    return new StartReplayHandler(analytics.database, new Projector(null)).execute(
      new StartReplayCommand({ ...request, switch: 'manual', ...asked }),
    );
  };
  const steer = (replay_id: string, action: 'switch' | 'revert' | 'drop' | 'cancel' | 'resume') =>
    new SteerReplayHandler(analytics.database).execute(
      new SteerReplayCommand({ organization: 'default', replay_id, action }),
    );
  const now = async (replayId: string): Promise<Replay> =>
    (await readReplays(analytics.database, 'default', { replayId }))[0]!;
  const work = async () => {
    while (await builder.step());
  };
  /** As a defect of the past might have left it: the rows no longer say what the events say. */
  const falsify = () =>
    analytics.database.query(
      `update conversation_days set csi = 1 where (conversation_id, date) in (
         select conversation_id, date from conversation_days where csi > 50 order by 1, 2 limit 3)`,
    );

  it('goes in small steps while somebody reads, to the same numbers', async () => {
    const readers = new Readers();
    builder = new GenerationBuilder(analytics.database, new Projector(null), readers);
    const { replay_id } = await start();
    readers.asked({ of: 'a dashboard' });
    await builder.step();
    expect(await now(replay_id)).toMatchObject({ state: 'building', events_read: 1 });
    await work();
    expect((await now(replay_id)).comparison).toMatchObject({ equal: true });
  });

  it('builds, compares, waits for a person, and keeps the previous one until it is dropped', async () => {
    const live = await contentHashes(analytics.database);
    const { replay_id } = await start();
    await work();
    const ready = await now(replay_id);
    expect(ready).toMatchObject({
      state: 'ready',
      events_read: history.length,
      events_total: history.length,
    });
    expect(ready.events_per_second).toBeGreaterThan(0);
    const comparison = ReplayComparison.parse(ready.comparison);
    expect(comparison).toMatchObject({ equal: true, largest_difference: null });
    expect(comparison.live_hash).toBe(comparison.replayed_hash);
    expect(
      comparison.tables.map(({ table, live_rows, replayed_rows }) => [table, live_rows, replayed_rows]),
    ).toEqual(live.map(({ table, rows }) => [table, rows, rows]));
    await Promise.all([steer(replay_id, 'switch'), steer(replay_id, 'switch')]);
    // What happens now is in the new one, and in the previous one, which can be shown again.
    await analytics.project(late);
    const after = await contentHashes(analytics.database);
    expect((await steer(replay_id, 'revert')).state).toBe('reverted');
    expect(await contentHashes(analytics.database)).toEqual(after);
    const second = await start({ switch: 'when_equal' });
    await work();
    expect((await now(second.replay_id)).state).toBe('switched');
    expect((await steer(second.replay_id, 'drop')).state).toBe('completed');
    await work();
    expect(await analytics.database.query('select distinct generation from conversation_days')).toHaveLength(
      1,
    );
    expect(await contentHashes(analytics.database)).toEqual(after);
    expect(await analytics.database.query('select from outbox')).toHaveLength(0);
  });

  it('says how far what it built is from what is shown, and does not show it by itself', async () => {
    await falsify();
    const shown = await contentHashes(analytics.database);
    const { replay_id } = await start({ switch: 'when_equal' });
    await work();
    const { state, comparison } = await now(replay_id);
    expect(state).toBe('ready');
    expect(comparison).toMatchObject({ equal: false, largest_difference: { live_csi: 1 } });
    expect(comparison!.tables.map(({ different_rows }) => different_rows)).toEqual([3, 0, 0, 0, 0]);
    expect(await contentHashes(analytics.database)).toEqual(shown);
    await steer(replay_id, 'switch');
    expect(
      await analytics.database.query('select from conversation_days where csi = 1 and generation = 2'),
    ).toEqual([]);
  });

  it('of a range takes all other days over as they stand', async () => {
    // What a scorer is said to have said, on three dates.
    const wrong = await analytics.database.query<{ date: string }>(
      `update conversation_days set predicted_rating = 1.05 where (conversation_id, date) in (
         select distinct on (date) conversation_id, date from conversation_days where csi is not null order by date limit 3)
       returning date`,
    );
    const [{ date }] = wrong.sort((a, b) => (a.date < b.date ? -1 : 1)) as [{ date: string }];
    const { replay_id } = await start({ start_date: date, end_date: date });
    await work();
    const { comparison, events_total } = await now(replay_id);
    expect(events_total).toBe(history.length);
    expect(comparison!.tables[0]).toMatchObject({ table: 'conversation_days', different_rows: 1 });
    await steer(replay_id, 'switch');
    const left =
      'select date from conversation_days where predicted_rating = 1.05 and generation = 2 order by 1';
    expect(await analytics.database.query(left)).toEqual(wrong.slice(1));
  });

  it('is one at a time, and the same id is the same replay', async () => {
    const first = await start();
    expect(await start({ replay_id: first.replay_id })).toMatchObject({ replay_id: first.replay_id });
    await expect(start()).rejects.toThrow(Conflict);
    expect((await steer(first.replay_id, 'cancel')).state).toBe('cancelled');
    expect((await steer(first.replay_id, 'cancel')).state).toBe('cancelled');
    await expect(steer(first.replay_id, 'switch')).rejects.toThrow('the replay is cancelled');
    await work();
    expect(await analytics.database.query('select distinct generation from conversation_days')).toHaveLength(
      1,
    );
    expect((await start()).state).toBe('building');
  });

  it('stays cancelled, however many are built and cancelled after it', async () => {
    const cancelled: Replay[] = [];
    for (let i = 0; i < 3; i++) {
      const { replay_id } = await start();
      await work();
      expect((await now(replay_id)).state).toBe('ready');
      cancelled.push(await steer(replay_id, 'cancel'));
      await work(); // what was built is removed
    }
    for (const replay of cancelled) expect(await now(replay.replay_id)).toEqual(replay);
    const built = 'select distinct generation from replays';
    expect(await analytics.database.query(built)).toHaveLength(cancelled.length);
  });

  it('refuses an organization without events', async () => {
    await expect(start({ organization: 'nobody' })).rejects.toThrow(NotFound);
  });

  it('leaves other organizations alone', async () => {
    const other = new DayEvents('other');
    const day = { chatId: 'c', date: '2026-01-05', version: 1 };
    await analytics.project([other.created(day), other.scored([day])]);
    const before = await contentHashes(analytics.database, 'other');
    const { replay_id } = await start();
    await work();
    expect((await now(replay_id)).events_total).toBe(history.length);
    expect(await contentHashes(analytics.database, 'other')).toEqual(before);
    await expect(
      new SteerReplayHandler(analytics.database).execute(
        new SteerReplayCommand({ organization: 'other', replay_id, action: 'cancel' }),
      ),
    ).rejects.toThrow(NotFound);
  });
});
