import { ConversationIngested } from '@powerpulse/contracts';
import { DeadLetters } from '@powerpulse/messaging';
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
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
beforeEach(async () => {
  await ledger.database.query('truncate dead_letters');
});
afterAll(async () => {
  await ledger.close();
  await stream.close();
  await Promise.all([nats.close(), database.close()]);
});

describe('messages that are no events', () => {
  const subject = ConversationIngested.subject('default');

  it.each([
    ['a bare number', '7'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an id that is none', JSON.stringify({ ...buildEvent(ConversationIngested), id: "' or 1=1" })],
    ['deep nesting', '['.repeat(100_000)],
    ['not JSON', '{"id": '],
    ['nothing', ''],
    ['bytes', Uint8Array.of(0xff, 0xfe, 0x00, 0x80)],
    ['another shape', '{"hello":"world"}'],
    ['NUL inside', JSON.stringify({ ...buildEvent(ConversationIngested), organization: 'a\0b' })],
    [
      'an instant out of range',
      JSON.stringify({ ...buildEvent(ConversationIngested), occurred_at: '0001-01-01T00:00:00Z' }),
    ],
    [
      'another organization than the subject',
      JSON.stringify(buildEvent(ConversationIngested, { organization: 'other' })),
    ],
    ['a version of the future', JSON.stringify(buildEvent(ConversationIngested, { version: 9 }))],
    ['another event', JSON.stringify(buildEvent(ConversationIngested, { name: 'ConversationSplit' }))],
    ['data that does not fit', JSON.stringify({ ...buildEvent(ConversationIngested), data: { chat_id: 7 } })],
  ])('%s: a dead letter, and the next event goes on', async (_, payload) => {
    const good = buildEvent(ConversationIngested);
    await stream.publishRaw(subject, payload);
    await stream.publish(ConversationIngested, good);
    await until(async () => (await ledger.effects()).has(good.id));
    await until(async () => (await ledger.count('dead_letters')) === 1 && (await stream.drained()));
    const [letter] = await ledger.app.get(DeadLetters).list();
    expect(letter).toMatchObject({ errorClass: 'EventRefused', status: 'open', organization: 'default' });
    expect(letter!.reason).not.toContain('hello');
  });

  it('on a subject with U+0000 do no harm', async () => {
    const good = buildEvent(ConversationIngested);
    await stream.publishRaw(`${subject.slice(0, subject.lastIndexOf('.'))}.a\0b`, '{}');
    await stream.publish(ConversationIngested, good);
    await until(async () => (await ledger.effects()).has(good.id));
  });
});
