import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, withPort } from './ports.js';
import { logTail, stopProcess } from './processes.js';

export interface NatsOptions {
  /** Streams, configuration and log live here. */
  storeDir: string;
  /** Exactly this port; a free one if left out. */
  port?: number;
  monitorPort?: number;
  /** Bytes that all streams together may take on disk. */
  maxFileStore?: number;
  /** `accounts { ... }`: who may come in and do what. Without it everybody may do everything. */
  accounts?: string;
  /** Of the process; ours if left out. */
  environment?: NodeJS.ProcessEnv;
}

export interface RunningNats {
  pid: number;
  port: number;
  url: string;
  monitorUrl: string;
  version: string;
  storeDir: string;
  logFile: string;
  /** A server of an earlier launcher still ran on this store. */
  attached: boolean;
  /**
   * Whether its streams answer. nats-server 2.9.10 can lock itself up when its disk is full: then it lives on, calls itself
   * healthy, and no stream answers until it is started again.
   */
  answers(): Promise<boolean>;
  stop(): Promise<void>;
}

export class NatsServerMissing extends Error {
  constructor() {
    super(
      'nats-server was not found. Install it (Debian, Ubuntu: sudo apt-get install nats-server; macOS: brew install nats-server; ' +
        'Windows: winget install NATSAuthors.NATSServer), or set NATS_SERVER_BIN to it, or NATS_URL to a running server with JetStream.',
    );
    this.name = 'NatsServerMissing';
  }
}

/** `explicit` (NATS_SERVER_BIN) first, then the PATH, then where packages put it. */
export function findNatsServer(searchPath: string, explicit?: string): string {
  if (explicit) {
    if (fs.existsSync(explicit)) return explicit;
    throw new Error(`NATS_SERVER_BIN is ${explicit}, but there is no such file.`);
  }
  const name = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
  const usual = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
  const candidates = [...searchPath.split(path.delimiter), ...usual]
    .filter(Boolean)
    .map((dir) => path.join(dir, name));
  const found = candidates.find((file) => fs.existsSync(file));
  if (!found) throw new NatsServerMissing();
  return found;
}

interface Varz {
  pid?: number;
  port: number;
  version: string;
  jetstream?: { config?: { store_dir?: string } };
}

async function varz(monitorUrl: string): Promise<Varz | undefined> {
  try {
    return (await (await fetch(`${monitorUrl}/varz`)).json()) as Varz;
  } catch {
    return undefined; // nobody answers there
  }
}

/** nats-server takes no lock on its store: two servers on one directory would ruin it. */
async function attachToOrphan(
  storeDir: string,
): Promise<Omit<RunningNats, 'answers' | 'stop' | 'logFile' | 'storeDir'> | undefined> {
  const file = path.join(storeDir, 'server.json');
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8');
  if (text.trim() === '') return undefined; // written in vain: the power was cut
  const { pid, monitorUrl } = JSON.parse(text) as { pid: number; monitorUrl: string };
  const state = await varz(monitorUrl);
  if (!state?.jetstream?.config?.store_dir?.startsWith(storeDir)) return undefined;
  const { port, version } = state;
  return { pid, port, version, url: `nats://127.0.0.1:${port}`, monitorUrl, attached: true };
}

async function launch(bin: string, port: number, storeDir: string, options: NatsOptions) {
  const monitorPort = options.monitorPort ?? (await freePort());
  const logFile = path.join(storeDir, 'server.log');
  const config = path.join(storeDir, 'server.conf');
  const lines = [
    'server_name: powerpulse',
    `listen: "127.0.0.1:${port}"`,
    `http: "127.0.0.1:${monitorPort}"`,
    'write_deadline: "10s"',
    `jetstream { store_dir: ${JSON.stringify(path.join(storeDir, 'jetstream'))}, max_memory_store: 67108864, max_file_store: ${options.maxFileStore ?? 24 * 1024 ** 3} }`,
    options.accounts ?? '',
  ];
  fs.writeFileSync(config, `${lines.join('\n')}\n`);
  const log = fs.openSync(logFile, 'w');
  const env = options.environment;
  const child = spawn(bin, ['-c', config], { env, detached: true, stdio: ['ignore', log, log] });
  fs.closeSync(log);
  child.unref();
  let dead: string | undefined;
  child.once('error', (error) => (dead = String(error)));
  child.once('exit', (code, signal) => (dead = `exit ${code ?? signal}`));
  const monitorUrl = `http://127.0.0.1:${monitorPort}`;
  fs.writeFileSync(path.join(storeDir, 'server.json'), JSON.stringify({ pid: child.pid, monitorUrl }));
  for (const end = Date.now() + 60_000; !(await healthy(monitorUrl)); await delay(30)) {
    if (dead === undefined && Date.now() < end) continue;
    if (child.pid) await stopProcess(child.pid, ['SIGKILL'], 5000);
    throw new Error(`nats-server did not start (${dead ?? 'not ready in time'}): ${logTail(logFile)}`);
  }
  return { pid: child.pid ?? 0, port, url: `nats://127.0.0.1:${port}`, monitorUrl, attached: false };
}

/** 200 only once JetStream is up and its streams are recovered. */
async function healthy(monitorUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${monitorUrl}/healthz`)).ok;
  } catch {
    return false; // not listening yet
  }
}

const ANSWER_WITHIN_MS = 5_000;

async function streamsAnswer(monitorUrl: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    return (await fetch(`${monitorUrl}/jsz?accounts=1&streams=1`, { signal })).ok;
  } catch {
    return false;
  }
}

export async function startNats(options: NatsOptions, binary: string): Promise<RunningNats> {
  const storeDir = path.resolve(options.storeDir);
  fs.mkdirSync(storeDir, { recursive: true });
  const logFile = path.join(storeDir, 'server.log');
  const orphan = await attachToOrphan(storeDir);
  const version =
    /(\d+\.\d+\.\d+)/.exec(spawnSync(binary, ['-v'], { encoding: 'utf8' }).stdout)?.[1] ?? 'unknown';
  const server = orphan ?? {
    version,
    ...(await withPort(options.port, (port) => launch(binary, port, storeDir, options))),
  };
  return {
    ...server,
    storeDir,
    logFile,
    answers: () => streamsAnswer(server.monitorUrl),
    stop: () => stopProcess(server.pid, ['SIGTERM', 'SIGKILL']),
  };
}
