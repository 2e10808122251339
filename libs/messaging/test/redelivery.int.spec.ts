import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { ConversationIngested, ConversationSplit, EVENTS_STREAM } from '@powerpulse/contracts';
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
import { Behaviour, type Ledger, startLedger } from './ledger-service.js';

const CONSUMER = 'ledger--conversation-ingested';

let nats: TestNats;
let stream: EventStream;
let database: TestDatabase;
let ledger: Ledger;
let behaviour: Behaviour;

// A server for each test: 2.9.10 may give a stream that is made anew the remains of its deleted namesake.
beforeEach(async () => {
  [nats, database] = await Promise.all([testNats(), testDatabase()]);
  stream = await eventStream(nats.url);
  behaviour = new Behaviour();
  ledger = await start();
});
afterEach(async () => {
  await ledger.close();
  await stream.close();
  await Promise.all([nats.close(), database.close()]);
});

const start = (like = behaviour, ackWaitMs = 500) =>
  startLedger({ databaseUrl: database.url, natsUrl: nats.url, ackWaitMs }, like);

/** A process that is delivered the next messages and dies without a word. */
async function dieWith(count: number): Promise<void> {
  const nc = await connect({ servers: nats.url });
  const consumer = await jetstream(nc).consumers.get(EVENTS_STREAM.name, CONSUMER);
  let taken = 0;
  for await (const _ of await consumer.fetch({ max_messages: count, expires: 5_000 }))
    if (++taken === count) break;
  await nc.close();
}

async function publishAndDie(count: number) {
  await until(() => stream.drained());
  await ledger.close();
  const events = Array.from({ length: count }, () => buildEvent(ConversationIngested));
  await stream.publish(ConversationIngested, ...events);
  await dieWith(count);
  return events;
}

describe('after a process died with events in hand', () => {
  it('each is handled alone, its attempt on record before it begins and gone after it succeeds', async () => {
    const events = await publishAndDie(10);
    const recorded: number[] = [];
    behaviour.before = async () => {
      const [row] = await ledger.database.query<{ n: number }>(
        'select sum(attempts)::int as n from attempts',
      );
      recorded.push(row?.n ?? 0);
    };
    const starting = start();
    ledger = await starting;
    await until(async () => (await ledger.effects()).size === events.length && (await stream.drained()));
    expect(behaviour.batches).toEqual(events.map(() => 1));
    // At most one at any time: what a neighbour does to the process is no attempt of the others.
    expect(new Set(recorded)).toEqual(new Set([1]));
    expect(await ledger.count('attempts')).toBe(0);
    expect(await stream.events(ConversationSplit)).toHaveLength(events.length);
  });

  it('what was committed but not acknowledged is only acknowledged', async () => {
    const events = await publishAndDie(5);
    ledger = await start();
    await until(async () => (await ledger.effects()).size === 5 && (await stream.drained()));
    await ledger.close();
    // The same events once more, first seen by a process that dies: redelivered and already in the inbox.
    await stream.publish(ConversationIngested, ...events);
    await dieWith(5);
    behaviour.batches.length = 0;
    ledger = await start();
    await until(() => stream.drained());
    expect(behaviour.batches).toEqual([]);
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
  });

  it('an event that was in hand at five deaths is buried without another run', async () => {
    const [event] = await publishAndDie(1);
    ledger = await startedWithAttempts(event!.id, 5);
    await until(async () => (await ledger.count('dead_letters')) === 1 && (await stream.drained()));
    expect(behaviour.batches).toEqual([]);
    const rows = await ledger.database.query(
      'select error_class, attempts, event_id::text from dead_letters',
    );
    expect(rows).toEqual([{ error_class: 'ProcessDied', attempts: 5, event_id: event!.id }]);
    expect(await ledger.count('inbox')).toBe(1);
  });

  it('an event that was in hand at four deaths gets its fifth chance', async () => {
    const [event] = await publishAndDie(1);
    ledger = await startedWithAttempts(event!.id, 4);
    await until(async () => (await ledger.effects()).size === 1 && (await stream.drained()));
    expect(await ledger.count('attempts')).toBe(0);
    expect(await ledger.count('dead_letters')).toBe(0);
  });

  async function startedWithAttempts(id: string, attempts: number) {
    const gone = await startLedger({ databaseUrl: database.url, natsUrl: 'nats://127.0.0.1:1' });
    await gone.database.query(
      `insert into attempts (consumer, event_id, organization, attempts) values ('${CONSUMER}', $1, 'default', $2)`,
      [id, attempts],
    );
    await gone.close();
    return start();
  }
});

describe('two processes of one service', () => {
  it('share the work, and a handler slower than the acknowledgement time is not run twice', async () => {
    const second = await start();
    let running = 0;
    let most = 0;
    behaviour.before = async (events) => {
      most = Math.max(most, ++running);
      if (events.some(({ data }) => data.chat_id === 'slow'))
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      running--;
    };
    const slow = buildEvent(ConversationIngested, { data: { chat_id: 'slow' } });
    const events = [slow, ...Array.from({ length: 200 }, () => buildEvent(ConversationIngested))];
    await stream.publish(ConversationIngested, ...events);
    await until(async () => (await ledger.effects()).size === events.length && (await stream.drained()));
    const handled = behaviour.batches.reduce((sum, size) => sum + size, 0);
    expect(handled).toBe(events.length);
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
    expect(await stream.events(ConversationSplit)).toHaveLength(events.length);
    await second.close();
  });

  it('that end gracefully hand back what they hold, and nothing takes effect twice', async () => {
    const events = Array.from({ length: 300 }, () => buildEvent(ConversationIngested));
    let release: (() => void) | undefined;
    behaviour.before = () => (release ? undefined : new Promise<void>((resolve) => (release = resolve)));
    await stream.publish(ConversationIngested, ...events);
    await until(() => release);
    const closing = ledger.close();
    release!();
    await closing;
    const done = behaviour.batches.reduce((sum, size) => sum + size, 0);
    expect(done).toBeLessThan(events.length);
    ledger = await start(new Behaviour());
    await until(async () => (await ledger.effects()).size === events.length && (await stream.drained()));
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
    expect(await stream.events(ConversationSplit)).toHaveLength(events.length);
    expect(await ledger.count('dead_letters')).toBe(0);
  });
});
