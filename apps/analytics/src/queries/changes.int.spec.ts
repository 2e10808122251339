import { randomUUID } from 'node:crypto';
import { GetChanges, type ReplyOf } from '@powerpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/ask.js';
import { openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { markDates } from '../tables/announced-dates.js';
import { GetChangesHandler, GetChangesQuery } from './get-changes.query.js';

type Position = ReplyOf<typeof GetChanges>['now'];

describe('changes since a position', () => {
  let analytics: TestAnalytics;

  beforeAll(async () => {
    analytics = await openAnalytics();
    await analytics.project(seededHistory({ seed: 7, conversations: 3 }));
  });
  afterAll(() => analytics.close());

  const changes = (since: Position | null, organization = 'default') =>
    ask(GetChanges, { organization, since }, (asked) =>
      new GetChangesHandler(analytics.database).execute(new GetChangesQuery(asked)),
    );
  const position = async () => (await changes(null)).now;
  const announce = (date: string) =>
    analytics.database.query(
      `insert into announced_dates (organization, date, pending, correlation_id, announced_at)
       values ('default', $1, false, 'c', clock_timestamp())
       on conflict (organization, date) do update set announced_at = excluded.announced_at`,
      [date],
    );

  it('are each told once', async () => {
    const begin = await position();
    expect(await changes(begin)).toMatchObject({ dates: [], replays: [] });
    await announce('2026-03-02');
    await announce('2026-03-01');
    const first = await changes(begin);
    expect(first.dates).toEqual(['2026-03-01', '2026-03-02']);
    await announce('2026-03-01');
    expect((await changes(first.now)).dates).toEqual(['2026-03-01']);
    expect((await changes((await changes(first.now)).now)).dates).toEqual([]);
    expect((await changes(begin, 'other')).replays).toEqual([]);
  });

  it('are told when they are committed, whatever was committed and told before', async () => {
    const begin = await position();
    let middle = begin;
    await analytics.database.transaction(async (tx) => {
      await markDates(tx, 'default', ['2026-04-01'], 'slow');
      await announce('2026-04-02');
      const seen = await changes(begin);
      expect(seen.dates).toEqual(['2026-04-02']);
      middle = seen.now;
    });
    expect((await changes(middle)).dates).toEqual(['2026-04-01']);
  });

  it('are replays whose state is another', async () => {
    const begin = await position();
    const id = randomUUID();
    await analytics.database.query(
      `insert into replays (organization, replay_id, generation, previous_generation, cause, switch, state)
       values ('default', $1, 2, 1, 'requested', 'manual', 'ready')`,
      [id],
    );
    const begun = await changes(begin);
    expect(begun.replays).toMatchObject([{ replay_id: id, state: 'ready' }]);
    await analytics.database.query(`update replays set busy_ms = busy_ms + 1`);
    expect((await changes(begun.now)).replays).toEqual([]);
    await analytics.database.query(`update replays set state = 'cancelled'`);
    expect((await changes(begun.now)).replays).toMatchObject([{ replay_id: id, state: 'cancelled' }]);
  });

  it('may be all: another generation is shown, too many dates, a position of another database', async () => {
    const now = await position();
    await analytics.database.query('update organizations set live_generation = 2');
    expect((await changes(now)).dates).toBeNull();
    const shown = await position();
    await analytics.database.query(
      `insert into announced_dates (organization, date, pending, correlation_id)
       select 'default', date '2020-01-01' + n, false, 'c' from generate_series(1, 401) as n`,
    );
    expect((await changes(shown)).dates).toBeNull();
    const ahead = { ...(await position()), snapshot: '999999999:999999999:' };
    expect((await changes(ahead)).dates).toBeNull();
  });
});
