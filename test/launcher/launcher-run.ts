import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, portIsFree } from '@powerpulse/local-stack';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PORTS = ['PORT', 'POSTGRES_PORT', 'NATS_PORT', 'INGESTION_PORT', 'ANALYTICS_PORT'] as const;

export type Ports = Record<(typeof PORTS)[number], number>;

export async function freePorts(): Promise<Ports> {
  const ports: Partial<Ports> = {};
  for (const name of PORTS) ports[name] = await freePort();
  return ports as Ports;
}

/** A user's `npm run demo` or `npm start`: the runner, in a process group of its own as at a terminal. */
export class LauncherRun {
  stdout = '';
  stderr = '';
  readonly pid: number;
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(
    readonly ports: Ports,
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ) {
    const variables = Object.entries({ ...ports, ...more }).map(([name, value]) => `${name}=${value}`);
    const command = [...variables, process.execPath, path.join(ROOT, 'tools', 'run.mjs'), ...args];
    const child = spawn('/usr/bin/env', command, { cwd: os.tmpdir(), detached: true });
    child.stdout.on('data', (chunk) => (this.stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (this.stderr += String(chunk)));
    this.pid = child.pid ?? 0;
    this.ended = new Promise((resolve) =>
      child.once('close', (code, signal) => resolve(signal ?? code ?? -1)),
    );
  }

  /** Every process that this run started, however it was detached since: all inherited its ports. */
  processes(): number[] {
    const mark = `POSTGRES_PORT=${this.ports.POSTGRES_PORT}\0`;
    return fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
      .map(Number);
  }

  async portsInUse(): Promise<number[]> {
    const all = await Promise.all(
      Object.values(this.ports).map(async (port) => ({ port, free: await portIsFree(port) })),
    );
    return all.filter(({ free }) => !free).map(({ port }) => port);
  }
}

function environmentOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // ended meanwhile
  }
}
