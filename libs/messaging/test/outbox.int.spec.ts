import {
  ConversationIngested,
  ConversationSplit,
  type EventKey,
  RepublishHistory,
  type RequestOf,
} from '@powerpulse/contracts';
import { Requests, Transactions } from '@powerpulse/messaging';
import {
  buildEvent,
  type EventStream,
  eventStream,
  testDatabase,
  type TestDatabase,
  testNats,
  type TestNats,
  until,
} from '@powerpulse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ledger, splitOf, startLedger } from './ledger-service.js';

let nats: TestNats;
let stream: EventStream;
let database: TestDatabase;
let ledger: Ledger;

// A server for each test: 2.9.10 may give a stream that is made anew the remains of its deleted namesake.
beforeEach(async () => {
  [nats, database] = await Promise.all([testNats(), testDatabase()]);
  stream = await eventStream(nats.url);
  ledger = await start();
});
afterEach(async () => {
  await ledger.close();
  await stream.close();
  await Promise.all([nats.close(), database.close()]);
});

const start = (natsUrl = nats.url) => startLedger({ databaseUrl: database.url, natsUrl });
const some = (count: number) => Array.from({ length: count }, () => buildEvent(ConversationIngested));
const said = async () => (await stream.events(ConversationSplit)).map(({ id }) => id).sort();

async function say(events: ReturnType<typeof some>): Promise<string[]> {
  await ledger.app.get(Transactions).run(async ({ tx, emit }) => {
    await tx.query('select 1');
    for (const event of events) emit(ConversationSplit, splitOf(event));
  });
  return events.map((event) => splitOf(event).id).sort();
}

describe('the outbox', () => {
  it('is published after the commit, with nothing left to do', async () => {
    const ids = await say(some(600));
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
    expect(await said()).toEqual(ids);
  });

  it('says nothing of what was rolled back', async () => {
    const lost = ledger.app.get(Transactions).run(async ({ tx, emit }) => {
      emit(ConversationSplit, splitOf(buildEvent(ConversationIngested)));
      await tx.query('select 1 / 0');
    });
    await expect(lost).rejects.toThrow('division by zero');
    expect(await ledger.count('outbox')).toBe(0);
    const ids = await say(some(1));
    await until(async () => (await said()).length > 0);
    expect(await said()).toEqual(ids);
  });

  it('refuses to tell what no consumer could read', async () => {
    const event = splitOf(buildEvent(ConversationIngested));
    const run = ledger.app.get(Transactions).run(({ emit }) => {
      emit(ConversationSplit, { ...event, data: { ...event.data, days_changed: -1 } });
      return Promise.resolve();
    });
    await expect(run).rejects.toThrow();
    expect(await ledger.count('outbox')).toBe(0);
  });

  it('goes out from another process when the first died between commit and publication', async () => {
    // A process that commits without a broker, and ends: what is left is what a crash leaves.
    await ledger.close();
    ledger = await start('nats://127.0.0.1:1');
    const ids = await say(some(700));
    expect(await ledger.count('outbox_unpublished')).toBe(700);
    await ledger.database.query('update outbox_unpublished set retry_at = now()');
    await ledger.close();
    ledger = await start();
    const second = await start();
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
    await second.close();
    expect(await said()).toEqual(ids);
  });

  it('that is published but not marked goes out again under its id and is taken as the same', async () => {
    const ids = await say(some(10));
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
    await ledger.database.query(
      `insert into outbox_unpublished (event_id, occurred_at, retry_at) select event_id, occurred_at, now() from outbox`,
    );
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
    expect(await said()).toEqual(ids);
  });
});

async function republished(request: Omit<RequestOf<typeof RepublishHistory>, 'after'>): Promise<number> {
  const requests = ledger.app.get(Requests);
  let events = 0;
  for (let after: EventKey | null = null; ;) {
    const question: RequestOf<typeof RepublishHistory> = { ...request, after };
    const page = await requests.ask(RepublishHistory.of('ledger'), question);
    events += page.events;
    if (page.after === null) return events;
    after = page.after;
  }
}

describe('a lost stream', () => {
  it('is made again, and republishing refills it with the very same events', async () => {
    // More than two pages of the history.
    await say(some(2_100));
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
    const before = await stream.events(ConversationSplit);
    await stream.clear();
    await until(async () => (await stream.events(ConversationSplit)).length === 0);
    const all = { from: null, to: null, organization: null, subject: null };
    expect(await republished({ ...all, run: 'first' })).toBe(2_100);
    expect(await republished({ ...all, run: 'first' })).toBe(2_100);
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    expect((await stream.events(ConversationSplit)).sort(byId)).toEqual(before.sort(byId));
  });

  it('is refilled with what is asked for: a span of time, an organization, a subject', async () => {
    const ours = some(3);
    const theirs = Array.from({ length: 2 }, () =>
      buildEvent(ConversationIngested, { organization: 'other.*' }),
    );
    await say([...ours, ...theirs]);
    const all = { from: null, to: null, organization: null, subject: null };
    const counts = await Promise.all(
      [
        { ...all, organization: 'other.*' },
        { ...all, subject: ConversationSplit.subject('other.*') },
        { ...all, subject: ConversationSplit.filter },
        { ...all, subject: ConversationIngested.filter },
        { ...all, subject: 'powerpulse.evt.*.*.v1.*' },
        { ...all, subject: 'powerpulse.evt.*' },
        { ...all, from: '2200-01-01T00:00:00.000Z' },
        { ...all, to: '2200-01-01T00:00:00.000Z' },
      ].map((asked, run) => republished({ ...asked, run: String(run) })),
    );
    expect(counts).toEqual([2, 2, 5, 0, 5, 0, 0, 5]);
  });

  it('does not stop its consumers, and nothing takes effect twice', async () => {
    const events = some(30);
    await stream.publish(ConversationIngested, ...events);
    await until(async () => (await ledger.effects()).size === 30);
    await stream.clear();
    const more = some(30);
    await stream.publish(ConversationIngested, ...events, ...more);
    await until(async () => (await ledger.effects()).size === 60 && (await stream.drained()));
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
  });

  it('or a lost consumer: likewise', async () => {
    const events = some(30);
    await stream.publish(ConversationIngested, ...events);
    await until(async () => (await ledger.effects()).size === 30);
    await stream.deleteConsumers();
    await stream.publish(ConversationIngested, ...some(1));
    await until(async () => (await ledger.effects()).size === 31 && (await stream.drained()));
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
  });
});
