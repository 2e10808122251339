import { randomUUID } from 'node:crypto';
import type { Replay, RequestOf, StartReplay } from '@powerpulse/contracts';
import { InvalidInput } from '@powerpulse/runtime';
import { badInputs } from '@powerpulse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHashes, openAnalytics, type TestAnalytics } from '../../test/open-analytics.js';
import { seededHistory } from '../../test/seeded-history.js';
import { StartReplayCommand, StartReplayHandler } from '../commands/start-replay.command.js';
import { SteerReplayCommand, SteerReplayHandler } from '../commands/steer-replay.command.js';
import { Projector } from '../projection/projector.js';
import { readReplays } from '../tables/replay-rows.js';
import { GenerationBuilder } from './generation-builder.js';
import { Readers } from './readers.js';

/** What is no matter of replaying, and where it is seen to. */
const ELSEWHERE: Record<string, string> = {
  'RPL-009': 'libs/contracts: golden payloads of every version are parsed for ever',
  'RPL-012':
    'a service does not see the disk of its database; a full one is an outage (53100): replay and intake wait, the alarm on free space is in docs/operating.md',
  'RPL-013': 'test/chaos/migrations.spec.ts: beside transactions that are open',
  'RPL-016': 'test/chaos/migrations.spec.ts: back to the migrations of before, on a filled database',
  'RPL-017': 'libs/runtime/src/config.unit.spec.ts, apps/gateway/src/config.unit.spec.ts',
  'RPL-019':
    'libs/messaging/test/outages.int.spec.ts, process.int.spec.ts: not ready, tried again after a pause',
  'RPL-020':
    'the day of a message comes from its own instant (day-splitting); token times are checked by the gateway (tokens.int.spec.ts)',
};

const history = seededHistory({ seed: 11, conversations: 40 });

let analytics: TestAnalytics;
let builder: GenerationBuilder;

beforeEach(async () => {
  analytics = await openAnalytics();
  builder = new GenerationBuilder(analytics.database, new Projector(null), new Readers());
  await analytics.project(history, 500);
});
afterEach(() => analytics.close());

const start = (asked: Partial<RequestOf<typeof StartReplay>> = {}): Promise<Replay> =>
  new StartReplayHandler(analytics.database, new Projector(null)).execute(
    new StartReplayCommand({
      ...{ organization: 'default', replay_id: randomUUID(), start_date: null, end_date: null },
      ...{ switch: 'manual', ...asked },
    }),
  );
const now = async (replayId: string): Promise<Replay> =>
  (await readReplays(analytics.database, 'default', { replayId }))[0]!;
const work = async () => {
  while (await builder.step());
};

/** History is told to nobody again, and no judgement is asked for: what was recorded is what is shown. */
async function saysNothingToAnybody(): Promise<void> {
  const live = await contentHashes(analytics.database);
  const { replay_id } = await start({ switch: 'when_equal' });
  await work();
  expect((await now(replay_id)).state).toBe('switched');
  expect(await contentHashes(analytics.database)).toEqual(live);
  expect(await analytics.database.query('select from outbox')).toHaveLength(0);
}

const PLAYED: Record<string, () => Promise<void>> = {
  'RPL-002': () =>
    expect(start({ start_date: '2026-02-01', end_date: '2026-01-01' })).rejects.toThrow(InvalidInput),
  'RPL-003': async () => {
    await expect(start({ start_date: '2099-01-01' })).rejects.toThrow(InvalidInput);
    await expect(start({ end_date: '1999-01-01' })).rejects.toThrow(InvalidInput);
  },
  'RPL-005': async () => {
    const live = await contentHashes(analytics.database);
    const [bad] = await analytics.database.query<{ event_id: string }>(
      `update inbox set payload = (payload::jsonb || '{"version": "one"}')::json where event_id = (
         select event_id from inbox where name = 'ConversationDayCreated' order by occurred_at desc, event_id desc limit 1)
       returning event_id`,
    );
    const { replay_id } = await start();
    await work();
    const failed = await now(replay_id);
    expect(failed).toMatchObject({ state: 'failed', switched_at: null });
    expect(failed.error).toContain('ZodError: version');
    expect(failed.events_read).toBeGreaterThan(0);
    expect(await contentHashes(analytics.database)).toEqual(live);
    await analytics.database.query(
      `update inbox set payload = (payload::jsonb || '{"version": 1}')::json where event_id = $1`,
      [bad!.event_id],
    );
    await new SteerReplayHandler(analytics.database).execute(
      new SteerReplayCommand({ organization: 'default', replay_id, action: 'resume' }),
    );
    await work();
    expect((await now(replay_id)).state).toBe('ready');
  },
  'RPL-006': async () => {
    const { replay_id } = await start();
    await builder.step();
    await builder.step();
    const half = await now(replay_id);
    expect(half.events_read).toBeGreaterThan(0);
    expect(half.events_read).toBeLessThan(history.length);
    // What a process knew is gone with it; another one goes on.
    builder = new GenerationBuilder(analytics.database, new Projector(null), new Readers());
    await work();
    expect(await now(replay_id)).toMatchObject({
      ...{ state: 'ready', events_read: history.length, comparison: { equal: true } },
    });
  },
  'RPL-007': saysNothingToAnybody,
  'RPL-008': saysNothingToAnybody,
};

describe('replays as administrators should not ask for them', () => {
  const cases = badInputs('replay-admin');

  it.each(cases.filter(({ id }) => !(id in ELSEWHERE)))('$id: $expect.detail', ({ id }) => {
    const play = PLAYED[id];
    if (play === undefined) throw new Error(`${id} is not played`);
    return play();
  });

  it('are all played, here or where it says', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect([...Object.keys(ELSEWHERE), ...Object.keys(PLAYED)].filter((id) => !ids.has(id))).toEqual([]);
  });
});
