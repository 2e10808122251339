/** nats-server and what it keeps, which may all be lost: history is in PostgreSQL. */
import { renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { EVENTS_STREAM, orgToken } from '../../../libs/contracts/src/index.js';
import { processAlive } from '../../../libs/local-stack/src/processes.js';
import { until } from '../../../libs/testing/src/until.js';
import type { Target } from '../target.js';
import { type Fault, type FaultContext, pickFrom } from './fault.js';

const BACK = { timeoutMs: 60_000, everyMs: 25 };

async function killNats(target: Target, meanwhile: () => void = () => undefined): Promise<void> {
  const pid = target.stack.pids().nats ?? 0;
  target.stack.kill('nats');
  await until(() => !processAlive(pid), { ...BACK, everyMs: 1 });
  meanwhile();
  await until(() => target.stack.pids().nats !== pid, BACK);
}

async function loseStore({ target, mark }: FaultContext): Promise<string> {
  const store = path.join(target.stack.dataFolder, 'nats', 'jetstream');
  // In one step, before the supervisor looks again.
  await killNats(target, () => renameSync(store, `${store}.lost-${mark}`));
  return 'killed, started on an empty store';
}

const freezeNats = (name: string, ms: number): Fault => ({
  name,
  long: ms > 20_000,
  inject: async ({ target }) => {
    target.stack.kill('nats', 'SIGSTOP');
    await delay(ms);
    target.stack.kill('nats', 'SIGCONT');
    return `frozen for ${ms / 1000} s`;
  },
});

const DOWN_MS = 60_000;

/** Who watches it starts it again; it does not get far. */
async function keepDown({ target }: FaultContext): Promise<string> {
  const killed = new Set<number>();
  for (const end = Date.now() + DOWN_MS; Date.now() < end; await delay(50)) {
    target.stack.kill('nats');
    killed.add(target.stack.pids().nats ?? 0);
  }
  await until(() => !killed.has(target.stack.pids().nats ?? 0), BACK);
  return `down for ${DOWN_MS / 1000} s, killed ${killed.size} times`;
}

async function deleteStream({ target }: FaultContext): Promise<string> {
  await target.withBroker(async (nc) => (await jetstreamManager(nc)).streams.delete(EVENTS_STREAM.name));
  return 'with all that was on its way';
}

async function deleteConsumer({ target, random }: FaultContext): Promise<string> {
  const { durable } = pickFrom(target.listeners, random);
  await target.withBroker(async (nc) =>
    (await jetstreamManager(nc)).consumers.delete(EVENTS_STREAM.name, durable),
  );
  return durable;
}

const AT_MOST = 1_000;

/** The latest messages come again, in another order and under ids that the broker has not seen. */
async function republishShuffled({ target, random, mark }: FaultContext): Promise<string> {
  return target.withBroker(async (nc) => {
    const manager = await jetstreamManager(nc);
    // In the first round of a stack nothing has been said yet.
    const state = await until(async () => {
      const info = await manager.streams.info(EVENTS_STREAM.name);
      return info.state.last_seq > 0 ? info.state : undefined;
    }, BACK);
    const first = Math.max(state.first_seq, state.last_seq - AT_MOST + 1);
    const sequences = Array.from({ length: Math.max(0, state.last_seq - first + 1) }, (_, i) => first + i);
    for (let i = sequences.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [sequences[i], sequences[j]] = [sequences[j] ?? 0, sequences[i] ?? 0];
    }
    for (const seq of sequences) {
      const stored = await manager.streams.getMessage(EVENTS_STREAM.name, { seq });
      if (stored === null) continue;
      const fresh = headers();
      fresh.set('Nats-Msg-Id', `${mark}-${seq}`);
      nc.publish(stored.subject, stored.data, { headers: fresh });
    }
    await nc.flush();
    return `${sequences.length} messages`;
  });
}

/** All hold the mark by which they are found again. */
const POISONS: readonly ((mark: string) => string)[] = [
  (mark) => `{"poison": "${mark}", `,
  (mark) => `["${mark}"]`,
  (mark) => `{"poison": "${mark}", "data": ${'['.repeat(20_000)}`,
  (mark) => `"${mark}"\u0000\uffff`,
  (mark) => JSON.stringify({ ...UNREADABLE, correlation_id: mark }),
  (mark) => JSON.stringify({ ...UNREADABLE, correlation_id: mark, version: 99 }),
];

const UNREADABLE = {
  id: 'no uuid',
  name: 'ConversationIngested',
  version: 1,
  organization: 'default',
  data: null,
};

/** One on each subject that somebody listens to. */
async function poison({ target, random, mark }: FaultContext): Promise<string> {
  const subjects = new Set(
    target.listeners.map(({ filter }) => filter.replace(/>$/, `v1.${orgToken('default')}`)),
  );
  const kind = Math.floor(random() * POISONS.length);
  await target.withBroker(async (nc) => {
    for (const subject of subjects) nc.publish(subject, POISONS[kind]?.(mark) ?? '');
    await nc.flush();
  });
  return `kind ${kind} on ${subjects.size} subjects`;
}

async function killTwice({ target }: FaultContext): Promise<string> {
  await killNats(target);
  await killNats(target);
  return 'again while it recovered';
}

async function killOnce({ target }: FaultContext): Promise<string> {
  await killNats(target);
  return 'killed';
}

export const brokerFaults: Fault[] = [
  { name: 'nats-kill', inject: killOnce },
  { name: 'nats-kill-twice', inject: killTwice },
  { name: 'nats-down', long: true, inject: keepDown },
  freezeNats('nats-freeze', 5_000),
  freezeNats('nats-freeze-long', 60_000),
  { name: 'stream-deleted', inject: deleteStream },
  { name: 'consumer-deleted', inject: deleteConsumer },
  { name: 'store-lost', inject: loseStore },
  { name: 'republish-shuffled', inject: republishShuffled },
  { name: 'poison', inject: poison, poisons: true },
];
