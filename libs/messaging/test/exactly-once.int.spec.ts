import { ConversationIngested, ConversationSplit } from '@powerpulse/contracts';
import { DeadLetters } from '@powerpulse/messaging';
import { InvalidInput } from '@powerpulse/runtime';
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
import { type Ledger, startLedger } from './ledger-service.js';

let database: TestDatabase;
let nats: TestNats;
let stream: EventStream;
let ledger: Ledger;

beforeAll(async () => {
  [database, nats] = await Promise.all([testDatabase(), testNats()]);
  stream = await eventStream(nats.url);
  ledger = await startLedger({
    databaseUrl: database.url,
    natsUrl: nats.url,
    inbound: { keepPayload: true },
  });
});

afterAll(async () => {
  await ledger.close();
  await stream.close();
  await Promise.all([database.close(), nats.close()]);
});

describe('events', () => {
  it('take effect once and are answered once, in micro-batches, though each comes three times in any order', async () => {
    const events = Array.from({ length: 120 }, () => buildEvent(ConversationIngested));
    const thrice = [...events, ...events, ...events].sort((a, b) =>
      a.id + b.correlation_id < b.id ? 1 : -1,
    );
    await Promise.all(thrice.map((event) => stream.publish(ConversationIngested, event)));
    await until(async () => (await ledger.effects()).size === events.length && (await stream.drained()));
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
    const answers = await stream.events(ConversationSplit);
    expect(answers).toHaveLength(events.length);
    expect(await ledger.count('inbox')).toBe(events.length);
    expect(Math.max(...ledger.behaviour.batches)).toBeGreaterThan(1);
    await until(async () => (await ledger.count('outbox_unpublished')) === 0);
  });

  it.each([
    ['at once', false],
    ['from a dead letter that is redriven', true],
  ])('keep their data as they came where the row asks for it, newer fields too: %s', async (_, fails) => {
    const known = buildEvent(ConversationIngested, {
      organization: 'Ünï/ted 🙂',
      data: { chat_id: 'a.b *>' },
    });
    const event = { ...known, data: { ...known.data, of_a_later_release: { is: ['\n', null, 1.5] } } };
    const seen: unknown[] = [];
    ledger.behaviour.before = ([first]) => {
      seen.push(first?.data);
      if (fails && seen.length === 1) throw new InvalidInput('not yet');
    };
    await stream.publish(ConversationIngested, event);
    if (fails) {
      const letters = ledger.app.get(DeadLetters);
      const [letter] = await until(async () => {
        const found = await letters.list();
        return found.length > 0 ? found : undefined;
      });
      await letters.redrive(letter!.id);
    }
    await until(async () => (await ledger.effects()).has(event.id));
    ledger.behaviour.before = () => undefined;
    expect(seen.at(-1)).toEqual(known.data);
    const [row] = await ledger.database.query(
      'select organization, name, version, correlation_id, payload from inbox where event_id = $1',
      [event.id],
    );
    expect(row).toEqual({
      organization: 'Ünï/ted 🙂',
      name: 'ConversationIngested',
      version: 1,
      correlation_id: 'test',
      payload: event.data,
    });
  });

  it('lie in the partition of their own month', async () => {
    const rows = await ledger.database.query<{ partition: string }>(
      'select distinct tableoid::regclass::text as partition from inbox',
    );
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    expect(rows).toEqual([{ partition: `inbox_${month}` }]);
  });
});
