import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { ConversationIngested, ConversationSplit } from '@powerpulse/contracts';
import { findNatsServer, freePort } from '@powerpulse/local-stack';
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
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** A folder below node_modules, so that the compiled files find their packages. */
const built = path.join(root, 'node_modules/.cache', `powerpulse-processes-${process.pid}`);

let nats: TestNats;
let stream: EventStream;
let database: TestDatabase;
let sql: pg.Pool;
let running: Service[] = [];

interface Service {
  process: ChildProcess;
  port: number;
  /** JSON lines and whatever else it said. */
  output: () => string;
  ended: Promise<number | NodeJS.Signals | null>;
}

async function run(environment: Record<string, string> = {}): Promise<Service> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(built, 'libs/messaging/test/ledger-main.js')], {
    cwd: root,
    env: {
      DATABASE_URL: database.url,
      NATS_URL: nats.url,
      PORT: String(port),
      LOG_LEVEL: 'info',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  const service = { process: child, port, output: () => output, ended };
  running.push(service);
  return service;
}

async function started(environment?: Record<string, string>): Promise<Service> {
  const service = await run(environment);
  await until(() => service.output().includes('"started"'), { timeoutMs: 60_000 });
  return service;
}

beforeAll(async () => {
  fs.mkdirSync(built, { recursive: true });
  fs.writeFileSync(path.join(built, 'package.json'), '{"type":"module"}');
  const swc = path.join(root, 'node_modules/@swc/cli/bin/swc.js');
  execFileSync(process.execPath, [swc, 'libs', '-d', built, '-q'], { cwd: root });
  nats = await testNats();
  stream = await eventStream(nats.url);
});
beforeEach(async () => {
  database = await testDatabase();
  sql = new pg.Pool({ connectionString: database.url });
});
afterEach(async () => {
  for (const { process } of running) process.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  await sql.end();
  await database.close();
});
afterAll(async () => {
  await stream.close();
  await nats.close();
  fs.rmSync(built, { recursive: true, force: true });
});

describe('a service', () => {
  it('killed again and again under load loses nothing and repeats nothing', async () => {
    const events = Array.from({ length: 1_500 }, () => buildEvent(ConversationIngested));
    await started();
    const publishing = (async () => {
      for (let i = 0; i < events.length; i += 100) {
        await Promise.all(
          events.slice(i, i + 100).map((event) => stream.publish(ConversationIngested, event)),
        );
      }
    })();
    const count = async () =>
      (await sql.query<{ n: number }>('select count(*)::int as n from ledger.effects')).rows[0]?.n ?? 0;
    let kills = 0;
    for (let before = 0; kills < 4; kills++) {
      await until(async () => (await count()) > before, { timeoutMs: 30_000 });
      before = await count();
      const victim = running.at(-1)!;
      victim.process.kill('SIGKILL');
      await victim.ended;
      expect(await count()).toBeLessThan(events.length);
      await started();
    }
    await publishing;
    await until(async () => (await count()) === events.length && (await stream.drained()), {
      timeoutMs: 60_000,
    });
    const { rows } = await sql.query('select times, count(*)::int as n from ledger.effects group by times');
    expect(rows).toEqual([{ times: 1, n: events.length }]);
    await sql.query('update ledger.outbox_unpublished set retry_at = now()');
    await until(async () => (await sql.query('select from ledger.outbox_unpublished')).rowCount === 0);
    expect(await stream.events(ConversationSplit)).toHaveLength(events.length);
    expect((await sql.query('select from ledger.dead_letters')).rowCount).toBe(0);
  }, 120_000);

  it('ends within time when told to, with exit code 0 and nothing half done', async () => {
    const metricsPort = await freePort();
    const service = await started({ METRICS_PORT: String(metricsPort) });
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}`)).text();
    expect(metrics).toContain('powerpulse_outbox_oldest_seconds');
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
    const health = await fetch(`http://127.0.0.1:${service.port}/health/live`);
    expect(health.status).toBe(200);
    service.process.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.output()).toContain('"stopped"');
  });

  it('waits for PostgreSQL at its start, and says so when it does not come', async () => {
    const nowhere = `postgresql://postgres:secret@127.0.0.1:${await freePort()}/powerpulse`;
    const service = await run({ DATABASE_URL: nowhere, DATABASE_WAIT_MS: '1200' });
    expect(await service.ended).toBe(1);
    expect(service.output()).toContain('PostgreSQL is not there yet');
    expect(service.output()).toContain('could not start');
    expect(service.output()).not.toContain('secret');
  });

  it('starts without NATS, is not ready, and is once NATS is there', async () => {
    const port = await freePort();
    const service = await started({ NATS_URL: `nats://127.0.0.1:${port}` });
    const ready = async () => (await fetch(`http://127.0.0.1:${service.port}/health/ready`)).status;
    expect(await ready()).toBe(503);
    const server = spawn(natsBinary(), ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    await until(async () => (await ready()) === 200);
    server.kill();
  });

  it('ends when NATS refuses it for ever, so that someone notices', async () => {
    const port = await freePort();
    const open = spawn(natsBinary(), ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    const service = await started({ NATS_URL: `nats://127.0.0.1:${port}` });
    await until(() => service.output().includes('connected to NATS'));
    open.kill('SIGKILL');
    await once(open, 'exit');
    const closed = spawn(
      natsBinary(),
      ['-a', '127.0.0.1', '-p', String(port), '--user', 'a', '--pass', 'b'],
      { stdio: 'ignore' },
    );
    expect(await service.ended).toBe(1);
    expect(service.output()).toContain('the NATS connection is closed for ever');
    closed.kill();
  });

  it('names everything that is wrong with its configuration', async () => {
    const service = await run({ DATABASE_URL: 'mysql://x', PORT: 'many', LOG_LEVEL: 'loud' });
    expect(await service.ended).toBe(1);
    for (const name of ['DATABASE_URL', 'PORT', 'LOG_LEVEL'])
      expect(service.output()).toContain(`  ${name}: `);
  });
});

const natsBinary = () => findNatsServer('/usr/local/bin:/usr/bin');
