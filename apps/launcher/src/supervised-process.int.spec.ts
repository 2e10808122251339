import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, portIsFree, processAlive } from '@powerpulse/local-stack';
import { until } from '@powerpulse/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SupervisedProcess } from './supervised-process.js';

/** A service as the launcher sees one: a program that gets ready, and ends when it is told to. */
const SERVICE = `
import http from 'node:http';
process.on('SIGTERM', () => process.exit(0));
const server = http.createServer((_, answer) => answer.end('ok'));
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send('ready'));
`;
const BROKEN = `console.error('the configuration is not usable'); process.exit(1);`;

let folder: string;
let events: string[];
let started: SupervisedProcess[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-supervised-'));
  events = [];
  started = [];
});
afterEach(async () => {
  for (const one of started) await one.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function supervise(source: string, choosePort: () => Promise<number> = () => freePort()): SupervisedProcess {
  const program = path.join(folder, 'program.mjs');
  fs.writeFileSync(program, source);
  const one = new SupervisedProcess({
    name: 'example',
    program: () => program,
    nodeOptions: [],
    host: '127.0.0.1',
    logFile: path.join(folder, 'example.log'),
    choosePort,
    environment: (port) => ({ PORT: String(port) }),
    onEvent: (text) => events.push(text),
    onPid: () => undefined,
  });
  started.push(one);
  return one;
}

it('starts a killed process again, on the same address', async () => {
  const example = supervise(SERVICE);
  await example.start();
  const { pid: before, url } = example;
  example.kill();
  await until(() => events.includes('example is back'));
  expect(example.pid).not.toBe(before);
  expect(example.url).toBe(url);
  expect(await example.isReady()).toBe(true);
  expect(events[0]).toContain('SIGKILL');
});

it('keeps starting a process that is killed again and again', async () => {
  const example = supervise(SERVICE);
  await example.start();
  for (let round = 1; round <= 3; round++) {
    example.kill();
    await until(() => events.filter((text) => text === 'example is back').length === round);
  }
});

it('restarts in an orderly way when asked, and is ready afterwards', async () => {
  const example = supervise(SERVICE);
  await example.start();
  const before = example.pid;
  await example.restart();
  expect(example.pid).not.toBe(before);
  expect(await example.isReady()).toBe(true);
});

it('says why a process does not start, with the end of its log', async () => {
  const broken = supervise(BROKEN);
  await expect(broken.start()).rejects.toThrow(/exit code 1[\s\S]*the configuration is not usable/);
});

it('takes another port when the first one was snatched away', async () => {
  const taken = supervise(SERVICE);
  await taken.start();
  const ports = [Number(new URL(taken.url).port), await freePort()];
  const example = supervise(SERVICE, () => Promise.resolve(ports.shift() ?? 0));
  // What answers at the snatched port is somebody else's service.
  await example.start();
  expect(example.url).not.toBe(taken.url);
});

it('leaves neither process nor port behind', async () => {
  const example = supervise(SERVICE);
  await example.start();
  await example.stop();
  expect(processAlive(example.pid ?? 0)).toBe(false);
  expect(await portIsFree(Number(new URL(example.url).port))).toBe(true);
});

it('ends a start that is under way', async () => {
  const example = supervise(`setInterval(() => undefined, 1000);`);
  const start = example.start();
  await until(() => example.pid !== undefined);
  await example.stop();
  await expect(start).rejects.toThrow('did not start');
  expect(processAlive(example.pid ?? 0)).toBe(false);
});
