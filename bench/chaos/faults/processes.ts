/** Services that die, are frozen, or are told to end. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../libs/testing/src/until.js';
import type { CrashOrder } from '../crash-order.js';
import { SERVICES } from '../../../apps/launcher/src/service-table.js';
import type { Target } from '../target.js';
import { type Fault, type FaultContext, pickFrom } from './fault.js';

/** Processes that change their release in a round; places of a crash. */
const MOST = 5;

const BACK = { timeoutMs: 120_000, everyMs: 50 };

async function killed(target: Target, names: string[], signal: NodeJS.Signals): Promise<string> {
  const before = target.stack.pids();
  for (const name of names) target.stack.kill(name, signal);
  await until(() => {
    const now = target.stack.pids();
    return names.every((name) => now[name] !== undefined && now[name] !== before[name]);
  }, BACK);
  return `${signal} ${names.join(', ')}`;
}

const replicasOf = (target: Target, service: string) =>
  target.services().filter((name) => name === service || name === `${service}-2`);

const killOne = (service: string): Fault => ({
  name: `kill-${service}`,
  goal: 40,
  inject: ({ target, random }) => killed(target, [pickFrom(replicasOf(target, service), random)], 'SIGKILL'),
});

function several({ target, random }: FaultContext, count: number): string[] {
  const left = target.services();
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)).flat();
}

/** Held while the others take over its messages; then it wakes and goes on where it was. */
const freeze = (name: string, ms: number): Fault => ({
  name,
  long: ms > 20_000,
  inject: async (context) => {
    const [victim = ''] = several(context, 1);
    context.target.stack.kill(victim, 'SIGSTOP');
    await delay(ms);
    context.target.stack.kill(victim, 'SIGCONT');
    return `${victim} frozen for ${ms / 1000} s`;
  },
});

async function restartInTurn({ target }: FaultContext): Promise<string> {
  for (const name of target.services()) await target.stack.restart(name);
  return 'each in turn';
}

/** Some change their release, one after the other, forwards or back: every mixture comes up, and stays until the next round. */
export const besidePrevious = (repository: string): Fault => ({
  name: 'previous-release',
  inject: async (context) => {
    const { stack, releases } = context.target;
    for (const name of several(context, 1 + Math.floor(context.random() * MOST))) {
      if (!releases.delete(name)) releases.set(name, repository);
      await stack.restart(name);
    }
    const all = context.target.services();
    const previous = all.filter((name) => releases.has(name));
    return `${previous.length} of ${all.length} run the release before: ${previous.join(', ')}`;
  },
});

const CONSUMING = SERVICES.map(({ name }) => name).filter((name) => name !== 'gateway');
/** Read models are published by nobody, and the gateway takes no events. */
const ABLE: Record<CrashOrder['what'], string[]> = {
  commit: CONSUMING,
  publish: CONSUMING.filter((name) => name !== 'analytics'),
  ack: CONSUMING,
  question: ['scoring'],
};
const REACHED_MS = 20_000;

/** Of a round that was over before: whoever has the order must not die of it in the next one. */
async function killHolder(target: Target, service: string, file: string): Promise<string> {
  rmSync(file, { force: true });
  const pids = target.stack.pids();
  const holder = replicasOf(target, service).find((name) => existsSync(`${file}.${pids[name] ?? 0}`));
  return holder === undefined
    ? `${service} never took the order`
    : `${holder} had no such moment left: ${await killed(target, [holder], 'SIGKILL')}`;
}

/** A service whose process dies on its own n-th commit, publication or acknowledgement of this round. */
const crash = (what: CrashOrder['what'], when: CrashOrder['when']): Fault => ({
  name: `crash-${when}-${what}`,
  inject: async ({ target, random }) => {
    const service = pickFrom(ABLE[what], random);
    // Of questions there are few in a round, and another replica may ask them.
    const most = what === 'question' ? 1 : MOST;
    const order: CrashOrder = { what, when, n: 1 + Math.floor(random() * most) };
    const before = target.stack.pids();
    const file = path.join(target.orders, service);
    writeFileSync(file, JSON.stringify(order));
    const died = () => {
      const now = target.stack.pids();
      return replicasOf(target, service).some((name) => now[name] !== before[name]);
    };
    const reached = await until(died, { ...BACK, timeoutMs: REACHED_MS }).catch(() => false);
    if (!reached) return killHolder(target, service, file);
    return `${service} ${when} its ${order.n}. ${what}`;
  },
});

/** It was answered and paid for, and nobody knows: one more question than needed, and no day judged twice. */
const afterAnswer: Fault = {
  ...crash('question', 'after'),
  name: 'crash-after-answer',
  on: 'model',
};

export const processFaults: Fault[] = [
  ...SERVICES.map(({ name }) => killOne(name)),
  { name: 'kill-two', inject: (context) => killed(context.target, several(context, 2), 'SIGKILL') },
  { name: 'kill-all', inject: ({ target }) => killed(target, target.services(), 'SIGKILL') },
  { name: 'terminate', inject: (context) => killed(context.target, several(context, 1), 'SIGTERM') },
  { name: 'rolling-restart', inject: restartInTurn },
  freeze('freeze', 5_000),
  // Longer than ack_wait: its messages are given to the other replica.
  freeze('freeze-long', 40_000),
  crash('commit', 'before'),
  crash('commit', 'after'),
  crash('publish', 'before'),
  crash('publish', 'after'),
  crash('ack', 'before'),
  afterAnswer,
];
