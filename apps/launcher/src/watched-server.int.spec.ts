import { portIsFree } from '@powerpulse/local-stack';
import { testNats, type TestNats, until } from '@powerpulse/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WatchedServer } from './watched-server.js';

type Nats = TestNats['server'];
let nats: TestNats;
let events: string[];
let watched: WatchedServer<Nats>;

beforeEach(async () => {
  nats = await testNats();
  events = [];
  const launch = async (previous?: Nats) => {
    if (previous) await nats.restart();
    return nats.server;
  };
  watched = new WatchedServer(
    'nats',
    launch,
    (text) => events.push(text),
    () => undefined,
    50,
  );
  await watched.start();
});
afterEach(async () => {
  await watched.stop();
  await nats.close();
});

it('starts a killed server again on the same port', async () => {
  const { pid: before, port } = nats.server;
  watched.kill('SIGKILL');
  await until(() => events.includes('nats is back'));
  expect(watched.pid).not.toBe(before);
  expect(nats.server.port).toBe(port);
});

it('starts a server again that lives but does not answer', async () => {
  const { pid: before } = nats.server;
  nats.server.answers = () => Promise.resolve(watched.pid !== before);
  await until(() => events.includes('nats is back'));
  expect(events).toEqual(['nats does not answer', 'nats is gone; starting it again', 'nats is back']);
  expect(watched.pid).not.toBe(before);
  expect(await nats.server.answers()).toBe(true);
});

it('restarts when asked', async () => {
  const before = watched.pid;
  await watched.restart();
  expect(watched.pid).not.toBe(before);
});

it('leaves a server alone once it was told to stop', async () => {
  const { port } = nats.server;
  await watched.stop();
  expect(await portIsFree(port)).toBe(true);
  expect(events).toEqual([]);
});
