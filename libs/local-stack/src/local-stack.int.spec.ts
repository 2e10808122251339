import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNatsServer, startNats } from './nats.js';
import { freePort, portIsFree } from './ports.js';
import { startPostgres } from './postgres.js';
import { processAlive } from './processes.js';
import { canReach, reachableDirectory } from './server-account.js';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'power pulse é '));
  fs.chmodSync(folder, 0o755);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe('PostgreSQL', () => {
  it('is made once, found again by a second launcher, and keeps its data when killed', async () => {
    const options = { dataDir: path.join(folder, 'pg'), database: 'shop' };
    const first = await startPostgres(options);
    await ask(first.url, 'create table kept (id int); insert into kept values (7)');
    const second = await startPostgres(options);
    expect(second).toMatchObject({ attached: true, pid: first.pid, url: first.url });
    process.kill(first.pid, 'SIGKILL');
    const third = await startPostgres(options);
    expect(third.attached).toBe(false);
    expect(await ask(third.url, 'select id from kept')).toEqual([{ id: 7 }]);
    expect(await ask(third.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await ask(third.url, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await third.stop();
    expect(processAlive(third.pid)).toBe(false);
  });

  it('is not stopped by a stranger that got its old pid', async () => {
    const options = { dataDir: path.join(folder, 'pg') };
    const first = await startPostgres(options);
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    fs.writeFileSync(path.join(options.dataDir, 'postmaster.pid'), `${stranger.pid}\n\n\n${first.port}\n`);
    const second = await startPostgres(options);
    expect(second.attached).toBe(false);
    await second.stop();
    expect(processAlive(stranger.pid!)).toBe(true);
    stranger.kill();
  });

  it('says why it can not start', async () => {
    const taken = await startPostgres({ dataDir: path.join(folder, 'one') });
    const other = startPostgres({ dataDir: path.join(folder, 'two'), port: taken.port });
    await expect(other).rejects.toThrow(/Address already in use/i);
    await taken.stop();
  });
});

describe('nats-server', () => {
  const binary = findNatsServer('/usr/local/bin:/usr/bin');

  it('is found again by a second launcher, so that no two servers share a store', async () => {
    const storeDir = path.join(folder, 'nats');
    const first = await startNats({ storeDir }, binary);
    const second = await startNats({ storeDir }, binary);
    expect(second).toMatchObject({ attached: true, pid: first.pid, url: first.url });
    await second.stop();
    expect(processAlive(first.pid)).toBe(false);
    const third = await startNats({ storeDir, port: first.port }, binary);
    expect(third).toMatchObject({ attached: false, port: first.port });
    await third.stop();
    // As a power cut may leave it.
    fs.writeFileSync(path.join(storeDir, 'server.json'), '');
    const fourth = await startNats({ storeDir }, binary);
    expect(fourth).toMatchObject({ attached: false });
    await fourth.stop();
  });
});

describe('places and ports', () => {
  it('knows whether another account can get somewhere', () => {
    const secret = path.join(folder, 'secret');
    fs.mkdirSync(secret, { mode: 0o700 });
    const { uid, gid } = fs.statSync(secret);
    const stranger = { uid: uid + 4321, gid: gid + 4321 };
    expect(canReach({ uid, gid }, path.join(secret, 'not', 'yet', 'there'))).toBe(true);
    expect(canReach(stranger, path.join(secret, 'not', 'yet', 'there'))).toBe(false);
    expect(canReach(stranger, folder)).toBe(true);
    expect(reachableDirectory(path.join(secret, 'pg'), stranger)).toMatch(
      /^\/var\/lib\/powerpulse\/[0-9a-f]{16}\/pg$/,
    );
    expect(reachableDirectory(path.join(folder, 'pg'), stranger)).toBe(path.join(folder, 'pg'));
  });

  it('takes the preferred port where it is free, else another', async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
    const server = await startNats({ storeDir: path.join(folder, 'n'), port }, findNatsServer('/usr/bin'));
    expect(await portIsFree(port)).toBe(false);
    expect(await freePort(port)).not.toBe(port);
    await server.stop();
  });
});
