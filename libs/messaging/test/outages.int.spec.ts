import { ConversationIngested, ConversationSplit } from '@powerpulse/contracts';
import { Transactions } from '@powerpulse/messaging';
import { Readiness, Unavailable } from '@powerpulse/runtime';
import {
  buildEvent,
  type EventStream,
  eventStream,
  testNats,
  type TestNats,
  testPostgres,
  type TestPostgres,
  until,
} from '@powerpulse/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Behaviour, type Ledger, splitOf, startLedger } from './ledger-service.js';

let nats: TestNats;
let postgres: TestPostgres;
let stream: EventStream;
let ledger: Ledger;
const behaviour = new Behaviour();

beforeAll(async () => {
  [nats, postgres] = await Promise.all([testNats(), testPostgres()]);
  stream = await eventStream(nats.url);
  ledger = await startLedger({ databaseUrl: postgres.url, natsUrl: nats.url, ackWaitMs: 1_000 }, behaviour);
});
beforeEach(async () => {
  behaviour.before = () => undefined;
  behaviour.inside = () => undefined;
  await until(() => stream.drained());
  await ledger.database.query('truncate effects');
  await ledger.database.query('update outbox_unpublished set retry_at = now()');
  await until(async () => (await ledger.count('outbox_unpublished')) === 0);
});
afterAll(async () => {
  await ledger.close();
  await stream.close();
  await Promise.all([nats.close(), postgres.close()]);
});

const CUT_OFF = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ledger'`;

async function asAdministrator(...statements: string[]): Promise<void> {
  const url = new URL(postgres.url);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const some = (count: number) => Array.from({ length: count }, () => buildEvent(ConversationIngested));

async function allOnce(ids: readonly string[]): Promise<void> {
  await until(async () => (await ledger.effects()).size === ids.length && (await stream.drained()), {
    timeoutMs: 25_000,
  });
  expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
  expect(await ledger.count('dead_letters')).toBe(0);
  expect(await ledger.count('attempts')).toBe(0);
}

describe('an outage is no attempt', () => {
  it('of PostgreSQL, stopped and started under load', async () => {
    const events = some(200);
    await stream.publish(ConversationIngested, ...events.slice(0, 50));
    await postgres.stop();
    await stream.publish(ConversationIngested, ...events.slice(50));
    await until(async () => !(await ledger.app.get(Readiness).report()).ready);
    await postgres.restart();
    await until(async () => (await ledger.app.get(Readiness).report()).ready);
    await allOnce(events.map(({ id }) => id));
  });

  it('of PostgreSQL in the middle of a transaction', async () => {
    let hit = 0;
    behaviour.inside = async () => {
      if (hit++ > 0) return;
      await postgres.stop();
      await postgres.restart();
    };
    const events = some(20);
    await stream.publish(ConversationIngested, ...events);
    await allOnce(events.map(({ id }) => id));
    expect(hit).toBeGreaterThan(1);
  });

  it('of one connection', async () => {
    let hit = 0;
    behaviour.inside = async () => {
      if (hit++ > 0) return;
      await asAdministrator(CUT_OFF);
    };
    const events = some(20);
    await stream.publish(ConversationIngested, ...events);
    await allOnce(events.map(({ id }) => id));
    expect(hit).toBeGreaterThan(1);
  });

  it('of PostgreSQL that only reads, as after a failover', async () => {
    await asAdministrator('alter database powerpulse set default_transaction_read_only = on', CUT_OFF);
    const events = some(20);
    const runs = behaviour.batches.length;
    await stream.publish(ConversationIngested, ...events);
    await until(() => behaviour.batches.length >= runs + 3);
    await asAdministrator('alter database powerpulse set default_transaction_read_only = off', CUT_OFF);
    await allOnce(events.map(({ id }) => id));
  });

  it('of something the handler asks, for longer than the acknowledgement time', async () => {
    const end = Date.now() + 2_500;
    behaviour.before = () => {
      if (Date.now() < end) throw new Unavailable('the other service is away');
    };
    const events = some(20);
    await stream.publish(ConversationIngested, ...events);
    await allOnce(events.map(({ id }) => id));
  });

  it('of NATS, stopped and started with events in hand', async () => {
    let hit = 0;
    behaviour.before = async () => {
      if (hit++ > 0) return;
      await nats.stop();
      await until(async () => !(await ledger.app.get(Readiness).report()).ready);
      await nats.restart();
    };
    const events = some(120);
    await Promise.all(
      events.map((event) => stream.publish(ConversationIngested, event).catch(() => undefined)),
    );
    await until(() => hit > 0);
    // The publisher of a test has no outbox: it says again what may not have arrived.
    await stream.publish(ConversationIngested, ...events);
    await allOnce(events.map(({ id }) => id));
  });
});

describe('while NATS is away', () => {
  it('a process can still end in time', async () => {
    const leaving = await startLedger({ databaseUrl: postgres.url, natsUrl: nats.url });
    await until(async () => (await leaving.app.get(Readiness).report()).ready);
    await nats.stop();
    await until(async () => !(await leaving.app.get(Readiness).report()).ready);
    await leaving.close();
    await nats.restart();
    await until(async () => (await ledger.app.get(Readiness).report()).ready);
  });

  it('commits go on, and their events go out when it is back', async () => {
    await nats.stop();
    await until(async () => !(await ledger.app.get(Readiness).report()).ready);
    const events = some(30);
    const transactions = ledger.app.get(Transactions);
    for (const event of events) {
      await transactions.run(async ({ emit }) => {
        emit(ConversationSplit, splitOf(event));
        await Promise.resolve();
      });
    }
    expect(await ledger.count('outbox_unpublished')).toBe(30);
    await ledger.database.query('update outbox_unpublished set retry_at = now()');
    await nats.restart();
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
    const said = new Set((await stream.events(ConversationSplit)).map(({ id }) => id));
    for (const event of events) expect(said).toContain(splitOf(event).id);
  });
});
