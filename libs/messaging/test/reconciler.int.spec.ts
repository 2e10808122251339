import fs from 'node:fs';
import path from 'node:path';
import { Module } from '@nestjs/common';
import { Migration } from '@mikro-orm/migrations';
import { ConversationIngested } from '@powerpulse/contracts';
import { MessagingModule, messagingTables, Transactions } from '@powerpulse/messaging';
import { createService, Database, DatabaseModule } from '@powerpulse/runtime';
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
const HEALED = { timeoutMs: 40_000 };

class ProducerTables extends Migration {
  override up(): void {
    for (const sql of messagingTables('ingestion')) this.addSql(sql);
  }
}

@Module({})
class ProducerModule {}

/** Says what the ledger listens to. */
function startProducer(url: string, natsUrl: string) {
  const imports = [
    DatabaseModule.forRoot({ url, schema: 'ingestion', entities: [], migrations: [ProducerTables] }),
    MessagingModule.forRoot({ service: 'ingestion', natsUrl }),
  ];
  return createService({ module: ProducerModule, imports }, { service: 'ingestion' });
}

let nats: TestNats;
let stream: EventStream;
let database: TestDatabase;
let ledger: Ledger;
let producer: Awaited<ReturnType<typeof startProducer>>;
const behaviour = new Behaviour();

beforeEach(async () => {
  [nats, database] = await Promise.all([testNats(), testDatabase()]);
  stream = await eventStream(nats.url);
  behaviour.before = () => undefined;
  producer = await startProducer(database.url, nats.url);
  ledger = await start();
});
afterEach(async () => {
  await Promise.all([ledger.close(), producer.close()]);
  await stream.close();
  await Promise.all([nats.close(), database.close()]);
});

const start = () => {
  const servers = { databaseUrl: database.url, natsUrl: nats.url };
  const options = { lookEveryMs: 300, retryDelaysMs: [10], inbound: { keepPayload: true } };
  return startLedger({ ...servers, ...options }, behaviour);
};

async function say(count: number): Promise<void> {
  await producer.get(Transactions).run(({ emit }) => {
    for (let i = 0; i < count; i++) {
      const { id, organization, correlation_id, data } = buildEvent(ConversationIngested);
      emit(ConversationIngested, { id, organization, correlationId: correlation_id, data });
    }
    return Promise.resolve();
  });
}

const unpublished = async () => {
  const rows = await producer.get(Database).query('select from outbox_unpublished');
  return rows.length;
};
const effects = async () => (await ledger.effects()).size;
const through = async () => {
  const [row] = await ledger.database.query<{ through: Date | null }>(
    `select through from reconciled where consumer = '${CONSUMER}'`,
  );
  return row?.through ?? null;
};

async function everyOneOnce(count: number): Promise<void> {
  await until(async () => (await effects()) === count && (await stream.drained()), HEALED);
  expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
  expect(await ledger.count('dead_letters')).toBe(0);
}

describe('what was said and never came', () => {
  it.each(['deleted', 'purged'])(
    'comes after all when the stream was %s with events on their way',
    async (what) => {
      await say(300);
      await until(async () => (await effects()) === 300 && (await unpublished()) === 0);
      // They are held up until the stream is gone.
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      behaviour.before = () => held;
      await say(700);
      await until(async () => (await unpublished()) === 0);
      if (what === 'deleted') await stream.clear();
      else await stream.purge();
      behaviour.before = () => undefined;
      release();
      await everyOneOnce(1_000);
    },
  );

  it('comes after all when it is in no stream, however long ago and by a later release: to a new listener, too', async () => {
    await ledger.close();
    await say(1_500);
    await until(async () => (await unpublished()) === 0);
    await producer.get(Database).query(`update outbox set occurred_at = occurred_at - interval '1 year',
      data = (data::jsonb || '{"of_a_later_release": 7}')::json where event_id in (select event_id from outbox limit 1400)`);
    await stream.clear();
    ledger = await start();
    await everyOneOnce(1_500);
    const later = await ledger.database.query(
      `select from inbox where payload->>'of_a_later_release' = '7' and payload->>'chat_id' is not null`,
    );
    expect(later).toHaveLength(1_400);
    // Compared once, for good: what is final is not looked at again.
    await until(async () => (await through()) !== null, HEALED);
  });

  it('is not said again while it is only late, nor where it ended as a dead letter', async () => {
    behaviour.before = () => {
      throw new Error('not today');
    };
    await say(3);
    await until(async () => (await ledger.count('dead_letters')) === 3);
    await until(async () => (await through()) !== null, HEALED);
    expect(await stream.events(ConversationIngested)).toHaveLength(3);
  });

  it('comes after all when a power cut took messages, and left the consumer ahead of its stream', async () => {
    const messages = path.join(
      nats.server.storeDir,
      'jetstream',
      'jetstream',
      '$G',
      'streams',
      'EVENTS',
      'msgs',
    );
    await say(10);
    await everyOneOnce(10);
    await nats.stop();
    fs.cpSync(messages, `${messages}-early`, { recursive: true });
    await nats.restart();
    await say(300);
    await everyOneOnce(310);
    await nats.stop();
    fs.rmSync(messages, { recursive: true });
    fs.renameSync(`${messages}-early`, messages);
    await nats.restart();
    await say(1);
    await everyOneOnce(311);
  });
});
