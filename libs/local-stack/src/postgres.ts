import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { withPort } from './ports.js';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import { commandLine, logTail, processAlive, stopProcess } from './processes.js';
import {
  reachableDirectory,
  type ServerAccount,
  serverAccount,
  sharedTemporaryFolder,
} from './server-account.js';

export interface PostgresOptions {
  /** Kept across starts. Moved to /var/lib where the server's account could not reach it. */
  dataDir: string;
  /** Exactly this port; a free one if left out. */
  port?: number;
  database?: string;
  user?: string;
  password?: string;
  /** Server settings beyond the durable defaults, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Readonly<Record<string, string>>;
  /** How long crash recovery may take. */
  readyWithinMs?: number;
}

export interface RunningPostgres {
  pid: number;
  port: number;
  /** Of the database that was asked for, as the superuser. */
  url: string;
  dataDir: string;
  logFile: string;
  /** A server of an earlier launcher still ran on these data. */
  attached: boolean;
  stop(): Promise<void>;
}

type Access = { host: string; port: number; user: string; password: string };

/** Ready, and the server of these data: on a port that was taken another one would answer. */
async function waitUntilReady(
  access: Access,
  dataDir: string,
  withinMs: number,
  dead: () => boolean,
): Promise<void> {
  for (const end = Date.now() + withinMs; ; await delay(40)) {
    if (dead()) throw new Error('PostgreSQL exited before it was ready');
    const client = new pg.Client({ ...access, database: 'postgres', connectionTimeoutMillis: 1000 });
    let failure: unknown;
    client.on('error', (error) => (failure = error));
    try {
      await client.connect();
      const { rows } = await client.query<{ folder: string }>(
        "select current_setting('data_directory') as folder",
      );
      if (fs.realpathSync(rows[0]?.folder ?? '/') === fs.realpathSync(dataDir)) return;
      failure = new Error(`another PostgreSQL answers on port ${access.port}`);
    } catch (error) {
      failure ??= error;
    } finally {
      await client.end();
    }
    if (Date.now() > end) throw new Error('PostgreSQL was not ready in time', { cause: failure });
  }
}

/** initdb into a sibling, then rename: a killed first start leaves nothing half-made behind. */
function createCluster(
  bin: PostgresBinaries,
  dataDir: string,
  options: PostgresOptions,
  as?: ServerAccount,
): void {
  const unfinished = `${dataDir}.init-${process.pid}`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  const secret = fs.mkdtempSync(path.join(sharedTemporaryFolder(as), 'powerpulse-init-'));
  const passwordFile = path.join(secret, 'password');
  fs.writeFileSync(passwordFile, options.password ?? 'password', { mode: 0o600 });
  if (as) for (const entry of [unfinished, secret, passwordFile]) fs.chownSync(entry, as.uid, as.gid);
  const args = [
    '-D',
    unfinished,
    '-U',
    options.user ?? 'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ];
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--lc-messages=C'];
  const result = spawnSync(bin.initdb, [...args, ...locale, '--no-instructions'], {
    ...as,
    encoding: 'utf8',
    cwd: '/',
  });
  fs.rmSync(secret, { recursive: true, force: true });
  if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || String(result.error)}`);
  fs.renameSync(unfinished, dataDir);
}

/** A launcher that was killed leaves its server running: two on one data directory must never be. */
async function attachToOrphan(dataDir: string, access: Omit<Access, 'port'>, withinMs: number) {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return undefined;
  const [pid, , , port] = fs.readFileSync(pidFile, 'utf8').split('\n').map(Number);
  if (!pid || !port || !processAlive(pid)) return undefined;
  if (!commandLine(pid).includes('postgres')) {
    // A stranger got this pid since: PostgreSQL itself would refuse to start because of it.
    fs.rmSync(pidFile, { force: true });
    return undefined;
  }
  try {
    await waitUntilReady({ ...access, port }, dataDir, withinMs, () => !processAlive(pid));
    return { pid, port };
  } catch (error) {
    if (processAlive(pid)) throw error;
    return undefined; // it was just ending
  }
}

async function createDatabase(access: Access, database: string): Promise<void> {
  const client = new pg.Client({ ...access, database: 'postgres' });
  await client.connect();
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
  if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  await client.end();
}

async function launch(
  bin: PostgresBinaries,
  port: number,
  access: Omit<Access, 'port'>,
  options: LaunchOptions,
) {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  fs.rmSync(options.logFile, { force: true });
  const log = fs.openSync(options.logFile, 'a');
  // In a process group of its own, so that Ctrl-C does not reach it before the services have drained.
  const child = spawn(bin.postgres, ['-D', options.dataDir, '-p', String(port), ...args], {
    ...options.as,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  child.unref();
  let dead: string | undefined;
  child.once('error', (error) => (dead = String(error)));
  child.once('exit', (code, signal) => (dead = `exit ${code ?? signal}`));
  try {
    await waitUntilReady(
      { ...access, port },
      options.dataDir,
      options.readyWithinMs ?? 60_000,
      () => dead !== undefined,
    );
  } catch (error) {
    if (child.pid) await stopProcess(child.pid, ['SIGQUIT', 'SIGKILL'], 5000);
    throw new Error(`${String(error)}\n${dead ?? ''}\n${logTail(options.logFile)}`, { cause: error });
  }
  return { pid: child.pid ?? 0, port };
}

/** Backends of a server that was killed outlive it for a moment; until they are gone no other may start. */
async function launchOnceFree(...args: Parameters<typeof launch>): ReturnType<typeof launch> {
  for (const end = Date.now() + 15_000; ; await delay(200)) {
    try {
      return await launch(...args);
    } catch (error) {
      if (
        Date.now() > end ||
        !/pre-existing shared memory block|lock file .* already exists/.test(String(error))
      )
        throw error;
    }
  }
}

type LaunchOptions = PostgresOptions & { logFile: string; as: ServerAccount | undefined };

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { database = 'powerpulse', user = 'postgres', password = 'password' } = options;
  const as = serverAccount(options.dataDir);
  const dataDir = reachableDirectory(options.dataDir, as);
  const logFile = `${dataDir}.log`;
  const access = { host: '127.0.0.1', user, password };
  const orphan = await attachToOrphan(dataDir, access, options.readyWithinMs ?? 60_000);
  const bin = postgresBinaries(as);
  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) createCluster(bin, dataDir, options, as);
  const launchOptions = { ...options, dataDir, logFile, as };
  const server =
    orphan ?? (await withPort(options.port, (port) => launchOnceFree(bin, port, access, launchOptions)));
  await createDatabase({ ...access, port: server.port }, database);
  const url = `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}`;
  return {
    ...server,
    url,
    dataDir,
    logFile,
    attached: orphan !== undefined,
    // Fast, then immediate shutdown.
    stop: () => stopProcess(server.pid, ['SIGINT', 'SIGQUIT', 'SIGKILL']),
  };
}
