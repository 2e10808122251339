import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The product as it ships, compiled into a folder of its own. */
export interface CompiledProduct {
  /** Starts a replica of scoring as a process; resolves when it is ready for work. */
  replica(env: Record<string, string>): Promise<ReplicaProcess>;
  close(): Promise<void>;
}

export interface ReplicaProcess {
  readonly pid: number;
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export function compileProduct(): CompiledProduct {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-scoring-'));
  const swc = path.join(ROOT, 'node_modules/@swc/cli/bin/swc.js');
  execFileSync(process.execPath, [swc, 'apps', 'libs', '-d', folder, '-q', '--copy-files'], { cwd: ROOT });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  fs.copyFileSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  const running = new Set<ChildProcess>();
  return {
    replica: (env) => start(path.join(folder, 'apps/scoring/src/main.js'), env, running),
    close: async () => {
      await Promise.all([...running].map((child) => ended(child, 'SIGKILL')));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  main: string,
  env: Record<string, string>,
  running: Set<ChildProcess>,
): Promise<ReplicaProcess> {
  const child = fork(main, [], {
    env: { PORT: '0', LOG_LEVEL: 'warn', ...env },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
  if (message !== 'ready') throw new Error(`scoring did not start: ${String(message)}`);
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      await ended(child, 'SIGKILL');
    },
    signal: (signal) => child.kill(signal),
    stop: () => ended(child, 'SIGTERM'),
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return code;
}
