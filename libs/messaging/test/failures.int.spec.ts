import { ConversationIngested, ConversationSplit } from '@powerpulse/contracts';
import { DeadLetters, PausedConsumers } from '@powerpulse/messaging';
import { InvalidInput, Readiness } from '@powerpulse/runtime';
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

const start = (inbound = {}) =>
  startLedger({ databaseUrl: database.url, natsUrl: nats.url, inbound }, behaviour);

const some = (count: number) => Array.from({ length: count }, () => buildEvent(ConversationIngested));

/** Fails for the given event; how often is counted. */
function failFor(id: string, fail: () => void): { runs: number } {
  const counter = { runs: 0 };
  behaviour.before = (events) => {
    if (!events.some((event) => event.id === id)) return;
    counter.runs++;
    fail();
  };
  return counter;
}

describe('one event that can not be processed', () => {
  it('leaves its neighbours alone and becomes a dead letter after five attempts, with its inbox mark', async () => {
    const events = some(20);
    const bad = events[7]!;
    const counter = failFor(bad.id, () => {
      throw new Error('a defect');
    });
    await stream.publish(ConversationIngested, ...events);
    const [letter] = await until(async () => {
      const found = await ledger.app.get(DeadLetters).list();
      return found.length > 0 ? found : undefined;
    });
    expect(letter).toMatchObject({
      consumer: 'ledger--conversation-ingested',
      organization: 'default',
      eventId: bad.id,
      reason: 'a defect',
      errorClass: 'Error',
      attempts: 5,
      status: 'open',
    });
    expect(JSON.parse(letter!.payload)).toEqual(bad);
    expect(Date.parse(letter!.lastFailedAt)).toBeGreaterThan(Date.parse(letter!.firstFailedAt));
    const effects = await ledger.effects();
    expect([...effects.keys()].sort()).toEqual(
      events
        .map(({ id }) => id)
        .filter((id) => id !== bad.id)
        .sort(),
    );
    expect(await ledger.count('inbox')).toBe(20);
    expect(await ledger.count('attempts')).toBe(0);
    // Once with its neighbours, unless it came alone, and five times by itself.
    expect(counter.runs).toBeGreaterThanOrEqual(5);
    expect(counter.runs).toBeLessThanOrEqual(6);
    await until(() => stream.drained());
  });

  it('is a dead letter at once where no retry can help', async () => {
    const [event] = some(1);
    const counter = failFor(event!.id, () => {
      throw new InvalidInput('no such zone');
    });
    await stream.publish(ConversationIngested, event!);
    const [letter] = await until(async () => {
      const found = await ledger.app.get(DeadLetters).list();
      return found.length > 0 ? found : undefined;
    });
    expect(letter).toMatchObject({ errorClass: 'InvalidInput', reason: 'no such zone', attempts: 1 });
    expect(counter.runs).toBe(1);
  });

  it('one after the other: the consumer stops before all are dead letters, says so, and goes on when told', async () => {
    const events = some(30);
    behaviour.before = () => {
      throw new InvalidInput('a bad deployment');
    };
    await stream.publish(ConversationIngested, ...events);
    const paused = ledger.app.get(PausedConsumers);
    await until(async () => (await paused.list()).length === 1);
    expect(await paused.list()).toMatchObject([
      { consumer: 'ledger--conversation-ingested', deadLetters: 20, errorClass: 'InvalidInput' },
    ]);
    expect((await ledger.app.get(Readiness).report()).checks['consumers']).toMatchObject({
      ok: false,
      error: 'stopped until resumed: ledger--conversation-ingested',
    });
    // Another process knows it, too, and a restart does not drain any further.
    await ledger.close();
    behaviour.before = () => undefined;
    ledger = await start();
    await until(async () => (await ledger.app.get(Readiness).report()).checks['consumers']?.ok === false);
    expect((await ledger.effects()).size).toBe(0);
    expect(await ledger.app.get(PausedConsumers).resume('ledger--conversation-ingested')).toBe(true);
    await until(async () => (await ledger.effects()).size === 10 && (await stream.drained()));
    expect(await ledger.count('dead_letters')).toBe(20);
    const all = await ledger.app.get(DeadLetters).redriveAll({ organization: 'default' }, 10_000);
    expect(all).toMatchObject({ redriven: 20, failedAgain: 0, left: 0 });
    expect(new Set((await ledger.effects()).values())).toEqual(new Set([1]));
  });

  it('keeps its count of attempts across restarts', async () => {
    const [event] = some(1);
    let runs = 0;
    behaviour.before = () => {
      runs++;
      throw new Error('still broken');
    };
    await stream.publish(ConversationIngested, event!);
    for (let restart = 0; restart < 2; restart++) {
      const before = runs;
      await until(() => runs > before);
      await ledger.close();
      ledger = await start();
    }
    await until(async () => (await ledger.count('dead_letters')) === 1);
    expect(runs).toBe(5);
  });

  it('that never returns is given up and its late commit refused', async () => {
    await ledger.close();
    ledger = await start({ handlerTimeoutMs: 50 });
    const [stuck, other] = some(2);
    let release: (() => void) | undefined;
    let runs = 0;
    behaviour.before = async (events) => {
      if (!events.some(({ id }) => id === stuck!.id) || runs++ > 0) return;
      await new Promise<void>((resolve) => (release = resolve));
    };
    await stream.publish(ConversationIngested, stuck!);
    await until(() => runs > 0);
    await stream.publish(ConversationIngested, other!);
    await until(async () => (await ledger.effects()).size === 2);
    release!();
    await until(() => stream.drained());
    expect(await ledger.effects()).toEqual(
      new Map([
        [stuck!.id, 1],
        [other!.id, 1],
      ]),
    );
  });
});

describe('a dead letter', () => {
  async function bury() {
    const [event] = some(1);
    behaviour.before = () => {
      throw new InvalidInput('not yet supported');
    };
    await stream.publish(ConversationIngested, event!);
    const [letter] = await until(async () => {
      const found = await ledger.app.get(DeadLetters).list({ status: 'open' });
      return found.length > 0 ? found : undefined;
    });
    behaviour.before = () => undefined;
    return { event: event!, letter: letter!, letters: ledger.app.get(DeadLetters) };
  }

  it('that is redriven takes effect once, also when redriven twice at once and again', async () => {
    const { event, letter, letters } = await bury();
    await Promise.all([letters.redrive(letter.id), letters.redrive(letter.id)]);
    expect(await letters.redrive(letter.id)).toMatchObject({ status: 'redriven' });
    expect(await ledger.effects()).toEqual(new Map([[event.id, 1]]));
    await until(async () => (await stream.events(ConversationSplit)).length === 1);
    await stream.publish(ConversationIngested, event);
    await until(() => stream.drained());
    expect(await ledger.effects()).toEqual(new Map([[event.id, 1]]));
  });

  it('that fails again stays open with its new reason', async () => {
    const { event, letter, letters } = await bury();
    behaviour.before = () => {
      throw new InvalidInput('another reason');
    };
    await expect(letters.redrive(letter.id)).rejects.toThrow('another reason');
    expect(await letters.get(letter.id)).toMatchObject({
      status: 'open',
      attempts: 2,
      reason: 'another reason',
    });
    behaviour.before = () => undefined;
    await letters.redrive(letter.id);
    expect(await ledger.effects()).toEqual(new Map([[event.id, 1]]));
  });

  it('that is discarded can not be redriven', async () => {
    const { letter, letters } = await bury();
    const discarded = { status: 'discarded', discardedBecause: 'not ours' };
    expect(await letters.discard(letter.id, 'not ours')).toMatchObject(discarded);
    await expect(letters.redrive(letter.id)).rejects.toThrow('it was discarded');
    expect(await letters.discard(letter.id, 'again')).toMatchObject(discarded);
    expect(await ledger.effects()).toEqual(new Map());
  });
});
