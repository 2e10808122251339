import { until } from '@powerpulse/testing';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../../apps/launcher/src/start-stack.js';
import { temporaryDataFolder } from '../../apps/launcher/src/data-folder.js';
import { Api } from '../system/api.js';
import { madeChats } from '../system/made-chats.js';
import { rowsOf } from '../system/read-rows.js';

const folders: string[] = [];
const stacks: Stack[] = [];
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.stop()));
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const { path: made } = temporaryDataFolder();
  folders.push(made);
  return made;
}

async function start(dataFolder: string): Promise<{ stack: Stack; api: Api }> {
  const stack = await startStack({ dataFolder });
  stacks.push(stack);
  return {
    stack,
    api: new Api(() => ({ url: stack.urls.gateway ?? '', key: stack.ownerKey?.key })),
  };
}

async function asSuperuser<T>(stack: Stack, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: stack.urls.postgres });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A base backup of the running server by PostgreSQL's own protocol for it: what pg_basebackup and CloudNativePG do. */
async function backUp(stack: Stack, target: string): Promise<void> {
  await asSuperuser(stack, async (client) => {
    await client.query("select pg_backup_start('drill', true)");
    // Files may change, come and go while they are copied: what PostgreSQL wrote about it meanwhile mends them.
    spawnSync('cp', ['-a', path.join(stack.dataFolder, 'postgres'), target]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    const wal = path.join(target, 'postgres', 'pg_wal');
    fs.rmSync(wal, { recursive: true });
    execFileSync('cp', ['-a', path.join(stack.dataFolder, 'postgres', 'pg_wal'), wal]);
    const label = path.join(target, 'postgres', 'backup_label');
    fs.writeFileSync(label, rows[0]!.labelfile);
    const { uid, gid } = fs.statSync(path.join(target, 'postgres', 'PG_VERSION'));
    fs.chownSync(label, uid, gid); // where root runs the tests, PostgreSQL is somebody else
  });
  fs.rmSync(path.join(target, 'postgres', 'postmaster.pid'), { force: true });
  // Keys and passwords are not in the database: they are kept apart.
  for (const name of ['passwords.json', 'owner-key']) {
    const file = path.join(stack.dataFolder, name);
    if (fs.existsSync(file)) fs.copyFileSync(file, path.join(target, name));
  }
}

/** As an operator would. Answers how many events each service said again. */
async function republished(...options: string[]): Promise<string> {
  const program = path.join('dist', 'apps', 'launcher', 'src', 'republish.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options]);
  return stdout;
}

it('a backup taken in the middle of an upload, restored beside an empty broker, comes to the same rows by itself', async () => {
  const first = await start(folder());
  const chats = madeChats('drill/', 60, 17, '2018-02-03T00:00:00Z');
  const { body } = await first.api.post(chats);
  const uploadId = body.upload_id;
  await until(async () => (await first.api.progress(uploadId)).processed_days > 0, { everyMs: 10 });
  const copy = folder();
  await backUp(first.stack, copy);
  const { status, total_days } = await first.api.settled(uploadId);
  const expected = await rowsOf(first.api, 'drill/');
  await first.stack.stop();

  const second = await start(copy);
  expect(await second.api.settled(uploadId)).toMatchObject({
    status,
    total_days,
    processed_days: total_days,
  });
  expect(await rowsOf(second.api, 'drill/')).toEqual(expected);
  // All of history once more, for whom it may concern, changes nothing.
  const counts = await republished('--from', 'start', '--data', copy);
  expect(counts).toMatch(/^gateway +[1-9]\d* events\ningestion +61 events$/m);
  expect(await rowsOf(second.api, 'drill/')).toEqual(expected);
}, 400_000);
