import { ConversationIngested } from '@powerpulse/contracts';
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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../src/partitions.js';
import { type Ledger, startLedger } from './ledger-service.js';

let nats: TestNats;
let stream: EventStream;
let database: TestDatabase;
let ledger: Ledger;

beforeAll(async () => {
  [nats, database] = await Promise.all([testNats(), testDatabase()]);
  stream = await eventStream(nats.url);
  ledger = await startLedger({ databaseUrl: database.url, natsUrl: nats.url });
});
afterAll(async () => {
  await ledger.close();
  await stream.close();
  await Promise.all([nats.close(), database.close()]);
});

const months = () =>
  ledger.database.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'inbox'::regclass order by 1`,
  );

describe('partitions', () => {
  it('are there for last month, this one and the next two, and a default for the rest', async () => {
    const now = new Date();
    const names = [-1, 0, 1, 2].map((offset) => {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset));
      return `inbox_${month.toISOString().slice(0, 7).replace('-', '_')}`;
    });
    expect((await months()).map(({ name }) => name)).toEqual([...names, 'inbox_default'].sort());
  });

  it('take over rows that came before them, and a late duplicate still meets its first', async () => {
    const event = buildEvent(ConversationIngested, { occurred_at: '2031-05-31T23:59:59.999Z' });
    await stream.publish(ConversationIngested, event);
    await until(async () => (await ledger.effects()).has(event.id));
    expect(await ledger.count('inbox_default')).toBe(1);
    // Two processes at once, and once more.
    const then = new Date('2031-04-15');
    await Promise.all([ensurePartitions(ledger.database, then), ensurePartitions(ledger.database, then)]);
    await ensurePartitions(ledger.database, then);
    expect(await ledger.count('inbox_default')).toBe(0);
    expect(await ledger.count('inbox_2031_05')).toBe(1);
    await stream.publish(ConversationIngested, event);
    await until(() => stream.drained());
    expect(await ledger.effects()).toEqual(new Map([[event.id, 1]]));
  });

  it('hold the outbox too', async () => {
    expect(await ledger.count('outbox')).toBe(1);
    expect(await ledger.count('outbox_default')).toBe(0);
  });
});
