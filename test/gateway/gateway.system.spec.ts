import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { testNats, testPostgres, type TestNats, type TestPostgres, until } from '@powerpulse/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GatewayProcess } from './gateway-process.js';

const SENDER = path.join(import.meta.dirname, 'send-export.mjs');
const MIB = 1024 * 1024;

/** Sends an export from a process of its own. */
async function send(url: string, bytes: number, key = ''): Promise<{ upload_id: string }> {
  const args = [SENDER, `${url}/api/upload-json`, String(bytes), key];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { upload_id: string };
}

describe('the gateway as a process', () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let db: pg.Client;

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([testPostgres(), testNats()]);
    db = new pg.Client({ connectionString: postgres.url });
    await db.connect();
  });
  afterAll(async () => {
    await db.end();
    await nats.close();
    await postgres.close();
  });

  const started: GatewayProcess[] = [];
  const start = async (environment: Record<string, string> = {}): Promise<GatewayProcess> => {
    const gateway = await GatewayProcess.start({
      DATABASE_URL: postgres.url,
      NATS_URL: nats.url,
      ...environment,
    });
    started.push(gateway);
    return gateway;
  };
  afterEach(() => Promise.all(started.splice(0).map((gateway) => gateway.end('SIGKILL'))));
  const count = async (sql: string): Promise<number> => {
    const { rows } = await db.query<{ count: number }>(`select count(*)::int as count from gateway.${sql}`);
    return rows[0]?.count ?? -1;
  };

  it('takes memory for a buffer, not for the file', async () => {
    const gateway = await start();
    await send(gateway.url, 5 * MIB);
    const before = await gateway.residentMiB();
    const sending = send(gateway.url, 120 * MIB);
    let sent = false;
    let most = before;
    void sending.finally(() => (sent = true));
    await until(
      async () => {
        most = Math.max(most, await gateway.residentMiB());
        return sent;
      },
      { timeoutMs: 120_000 },
    );
    const { upload_id } = await sending;
    const { rows } = await db.query<{ bytes: number; stored: number }>(
      `select u.bytes::float8 as bytes, (select sum(length(data))::float8 from gateway.upload_chunks c
         where c.upload_id = u.upload_id) as stored from gateway.uploads u where upload_id = $1`,
      [upload_id],
    );
    expect(rows[0]?.bytes).toBeGreaterThan(120 * MIB);
    expect(rows[0]?.stored).toBe(rows[0]?.bytes);
    // Garbage between two collections included.
    expect(most - before).toBeLessThan(100);
    expect(await gateway.end('SIGTERM')).toBe(0);
  });

  it('leaves nothing of an upload in which it was killed, and takes it when it is sent again', async () => {
    const first = await start();
    const lost = send(first.url, 50 * MIB, 'survives');
    const failed = expect(lost).rejects.toThrow();
    await until(() =>
      count(`upload_chunks c join gateway.uploads u using (upload_id) where u.state = 'receiving'`),
    );
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    await failed;
    const second = await start({ UPLOAD_ORPHANED_SECONDS: '1' });
    await until(async () => (await count(`uploads where state = 'receiving'`)) === 0);
    const [one, other] = await Promise.all([
      send(second.url, 2 * MIB, 'survives'),
      send(second.url, 2 * MIB, 'survives'),
    ]);
    expect(one.upload_id).toBe(other.upload_id);
    expect(await count(`outbox where data->>'upload_id' = '${one.upload_id}'`)).toBe(1);
    expect(
      await count(
        'upload_chunks c where not exists (select from gateway.uploads u where u.upload_id = c.upload_id)',
      ),
    ).toBe(0);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('stops although a client is connected that never asks anything, and another listens for events', async () => {
    const gateway = await start();
    const { upload_id } = await send(gateway.url, MIB);
    const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await until(() => silent.readyState === 'open');
    const events = await fetch(`${gateway.url}/api/progress/${upload_id}/events`);
    const listening = events.text();
    expect(await gateway.end('SIGTERM')).toBe(0);
    expect(await listening).toContain('retry: 2000');
    await until(() => silent.destroyed || silent.readyState !== 'open');
    silent.destroy();
  });

  it('takes uploads while NATS is down, and publishes them when it is back', async () => {
    const gateway = await start();
    await nats.stop();
    const { upload_id } = await send(gateway.url, MIB);
    const unpublished = `outbox_unpublished p join gateway.outbox o using (event_id) where o.data->>'upload_id' = '${upload_id}'`;
    expect(await count(unpublished)).toBe(1);
    await nats.restart();
    await until(async () => (await count(unpublished)) === 0, { timeoutMs: 60_000 });
    expect(await gateway.end('SIGTERM')).toBe(0);
  });

  it('answers 503 while PostgreSQL is down, lives on and works when it is back', async () => {
    const gateway = await start();
    await db.end();
    await postgres.stop();
    const response = await fetch(`${gateway.url}/api/settings`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    const refused = (await send(gateway.url, MIB)) as unknown as { status: number };
    expect(refused.status).toBe(503);
    await postgres.restart();
    db = new pg.Client({ connectionString: postgres.url });
    await db.connect();
    await until(async () => (await fetch(`${gateway.url}/health/ready`)).ok, { timeoutMs: 30_000 });
    expect((await send(gateway.url, MIB)).upload_id).toBeTruthy();
    expect(await gateway.end('SIGTERM')).toBe(0);
  });
});
