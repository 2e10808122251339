import { portIsFree, processAlive } from '@powerpulse/local-stack';
import { until } from '@powerpulse/testing';
import fs from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../../apps/launcher/src/start-stack.js';
import { brokerPermissionSuite } from './broker-permissions.js';
import { Collector, tracedEnvironment, traceSuite } from './trace-suite.js';

const SERVICES = ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics'];
let stack: Stack;
const notices: string[] = [];
const collector = new Collector();

beforeAll(async () => {
  const environment = tracedEnvironment(await collector.listen());
  stack = await startStack({ environment, onNotice: (text) => notices.push(text) });
}, 180_000);
afterAll(async () => {
  await stack?.stop();
  collector.close();
});

const ready = async (name: string) => (await fetch(`${stack.urls[name]}/health/ready`)).ok;

it('tells where everything is', async () => {
  expect(Object.keys(stack.pids()).sort()).toEqual([...SERVICES, 'nats', 'postgres'].sort());
  for (const name of SERVICES) expect(await ready(name)).toBe(true);
});

brokerPermissionSuite(() => stack);
traceSuite(() => stack, collector);

/** With all its children: PostgreSQL's connections are processes of their own. */
function freeze(name: string): () => void {
  const pid = stack.pids()[name] ?? 0;
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const all = [pid, ...children.map(Number)];
  for (const one of all) process.kill(one, 'SIGSTOP');
  return () => all.forEach((one) => process.kill(one, 'SIGCONT'));
}

// The gateway takes uploads without NATS, so it stays ready then.
it.each([
  ['postgres', SERVICES],
  ['nats', SERVICES.filter((name) => name !== 'gateway')],
])('readiness follows a %s that hangs within 15 s, both ways', async (server, followers) => {
  const within = { timeoutMs: 15_000 };
  const thaw = freeze(server);
  try {
    await until(async () => !(await Promise.all(followers.map(ready))).some(Boolean), within);
  } finally {
    thaw();
  }
  await until(async () => (await Promise.all(SERVICES.map(ready))).every(Boolean), within);
});

it.each([...SERVICES, 'postgres', 'nats'])(
  '%s comes back on the same address when it is killed',
  async (name) => {
    notices.length = 0;
    const before = stack.pids()[name];
    stack.kill(name);
    await until(() => notices.includes(`${name} is back`), { timeoutMs: 60_000 });
    expect(stack.pids()[name]).not.toBe(before);
    await until(async () => (await Promise.all(SERVICES.map(ready))).every(Boolean), { timeoutMs: 60_000 });
  },
);

it('restarts a service on demand', async () => {
  const before = stack.pids().analytics;
  await stack.restart('analytics');
  expect(stack.pids().analytics).not.toBe(before);
  expect(await ready('analytics')).toBe(true);
});

it('ends everything', async () => {
  const pids = Object.values(stack.pids());
  await stack.stop();
  expect(pids.filter(processAlive)).toEqual([]);
  expect(await portIsFree(Number(new URL(stack.urls.gateway ?? '').port))).toBe(true);
});
