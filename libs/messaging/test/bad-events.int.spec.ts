import {
  ConversationIngested,
  EVENTS_STREAM,
  type EventEnvelope,
  organizationIn,
} from '@powerpulse/contracts';
import {
  type BadInput,
  badInputs,
  buildEvent,
  bytesOf,
  type EventStream,
  eventStream,
  testDatabase,
  type TestDatabase,
  testNats,
  type TestNats,
  until,
} from '@powerpulse/testing';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ledger, startLedger } from './ledger-service.js';

/** What is not a message to be sent here, and where it is seen to. */
const ELSEWHERE: Record<string, string> = {
  'NAT-023': 'failures.int.spec.ts: the consumer stops',
  'NAT-025': 'failures.int.spec.ts: redriven twice, one effect',
  'NAT-027': 'nothing here terminates a message: it is acknowledged once its dead letter is a row',
  'NAT-028':
    'nobody listens to advisories: attempts are counted in PostgreSQL, the dead letter comes before the limit',
  'NAT-030': 'reconciler.int.spec.ts: deleted with events on their way',
  'NAT-031': 'reconciler.int.spec.ts: purged with events on their way',
};

let nats: TestNats;
let stream: EventStream;
let database: TestDatabase;
let ledger: Ledger;
let nc: NatsConnection;

beforeAll(async () => {
  [nats, database] = await Promise.all([testNats(), testDatabase()]);
  stream = await eventStream(nats.url);
  ledger = await startLedger({ databaseUrl: database.url, natsUrl: nats.url });
  nc = await connect({ servers: nats.url });
  await stream.publish(ConversationIngested, buildEvent(ConversationIngested));
});
beforeEach(() => ledger.database.query('truncate dead_letters'));
afterAll(async () => {
  await nc.close();
  await ledger.close();
  await stream.close();
  await Promise.all([nats.close(), database.close()]);
});

const subject = ConversationIngested.subject('default');

/** The neutral names of the cases are these of ours. */
const OURS: Record<string, string> = {
  tenant_id: 'organization',
  event_id: 'id',
  schema_version: 'version',
  occurred_at: 'occurred_at',
};

interface Change {
  set?: Record<string, unknown>;
  unset?: string[];
}

function changed(event: EventEnvelope, { set = {}, unset = [] }: Change): string {
  const named = Object.fromEntries(Object.entries(set).map(([name, value]) => [OURS[name] ?? name, value]));
  const gone = new Set(unset.map((name) => OURS[name] ?? name));
  const entries = Object.entries({ ...event, ...named }).filter(([name]) => !gone.has(name));
  return JSON.stringify(Object.fromEntries(entries));
}

async function takesEffectOnce(event: EventEnvelope): Promise<void> {
  await until(async () => (await ledger.effects()).has(event.id) && (await stream.drained()));
  expect((await ledger.effects()).get(event.id)).toBe(1);
}

/** A row that says why and can be redriven; the neighbours go on. */
async function becomesDeadLetters(count: number, ...payloads: (string | Uint8Array)[]): Promise<void> {
  const good = buildEvent(ConversationIngested);
  for (const payload of payloads) await stream.publishRaw(subject, payload);
  await stream.publish(ConversationIngested, good);
  await takesEffectOnce(good);
  await until(async () => (await ledger.count('dead_letters')) === count);
  const letters = await ledger.database.query<{ status: string; attempts: number }>(
    'select distinct status, attempts from dead_letters',
  );
  expect(letters).toEqual([{ status: 'open', attempts: 1 }]);
}

async function sentWith(name: string, value: string, event: EventEnvelope): Promise<void> {
  const h = headers();
  h.set(name, value);
  nc.publish(subject, JSON.stringify(event), { headers: h });
  await nc.flush();
}

const ofSize = (bytes: number): [EventEnvelope, string] => {
  const event = buildEvent(ConversationIngested);
  const text = JSON.stringify({ ...event, padding: '' });
  return [event, JSON.stringify({ ...event, padding: 'x'.repeat(bytes - text.length) })];
};

const PLAYED: Record<string, (input: never) => Promise<void>> = {
  'NAT-012': async () => {
    const [first, second] = [buildEvent(ConversationIngested), buildEvent(ConversationIngested)];
    await sentWith('Nats-Msg-Id', first.id, first);
    await sentWith('Nats-Msg-Id', second.id, first);
    await takesEffectOnce(first);
  },
  'NAT-013': async (change: Change) => {
    const event = buildEvent(ConversationIngested);
    await stream.publishRaw(subject, changed(event, change));
    await takesEffectOnce(event);
  },
  'NAT-014': ({ size }: { size: number }) => {
    expect(() => nc.publish(subject, 'x'.repeat(size))).toThrow(/max_payload/i);
    return Promise.resolve();
  },
  'NAT-015': async ({ size }: { size: number }) => {
    const h = headers();
    h.set('Nats-Msg-Id', 'x');
    await expect(nc.request(subject, 'x'.repeat(size), { headers: h, timeout: 2_000 })).rejects.toThrow();
  },
  // The stream's own limit is lower than the server's: whoever emits keeps below it.
  'NAT-016': async () => {
    const [event, text] = ofSize(EVENTS_STREAM.maxMessageBytes - 500);
    await stream.publishRaw(subject, text);
    await takesEffectOnce(event);
  },
  'NAT-017': () => {
    for (const organization of ['*', '>', 'a.b', 'a b']) {
      const own = ConversationIngested.subject(organization);
      expect(own.split('.')).toHaveLength(subject.split('.').length);
      expect(own).not.toMatch(/[*>\s]/);
      expect(organizationIn(own)).toBe(organization);
    }
    return Promise.resolve();
  },
  'NAT-018': () =>
    becomesDeadLetters(1, JSON.stringify(buildEvent(ConversationIngested, { organization: 'mine' }))),
  // A fiftieth of the case: time.
  'NAT-022': async () => {
    const good = Array.from({ length: 2_000 }, () => buildEvent(ConversationIngested));
    good.forEach((event, i) => {
      nc.publish(subject, JSON.stringify(event));
      if (i % 100 === 50) nc.publish(subject, `poison ${i}`);
    });
    await nc.flush();
    await until(async () => (await ledger.count('dead_letters')) === 20 && (await stream.drained()), {
      timeoutMs: 30_000,
    });
    const effects = await ledger.effects();
    expect(good.filter(({ id }) => effects.get(id) !== 1)).toEqual([]);
  },
  'NAT-034': async ({ header }: { header: { traceparent: string } }) => {
    const event = buildEvent(ConversationIngested);
    await sentWith('traceparent', header.traceparent, event);
    await takesEffectOnce(event);
  },
};

/** What the message itself says: bytes, or an event of which something is changed. */
function play({ id, input }: BadInput): Promise<void> {
  const own = PLAYED[id];
  if (own) return own(input as never);
  const { data } = input as { data?: unknown };
  return becomesDeadLetters(
    1,
    data === undefined ? changed(buildEvent(ConversationIngested), input as Change) : bytesOf(data),
  );
}

describe('events as they should not be', () => {
  const cases = badInputs('nats-event');

  it.each(cases.filter(({ id }) => !(id in ELSEWHERE)))('$id: $expect.detail', (one) => play(one));

  it('are all played, here or where it says', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect([...Object.keys(ELSEWHERE), ...Object.keys(PLAYED)].filter((id) => !ids.has(id))).toEqual([]);
  });
});
