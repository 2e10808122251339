/** What the whole product holds in memory when nobody asks for anything. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { familyOf } from './processes.js';

const SETTLE_MS = 20_000;

export interface IdleResult {
  /** From nothing to every service ready, with an empty data folder. */
  start_seconds: number;
  /** Shared pages are counted once (PSS); Postgres and NATS included, this program not. */
  megabytes: number;
  processes: Record<string, number>;
}

export async function measureIdle(): Promise<IdleResult> {
  const began = performance.now();
  const stack = await startStack({ environment: { ...process.env, LOG_LEVEL: 'warn' } });
  try {
    const startSeconds = (performance.now() - began) / 1000;
    await delay(SETTLE_MS);
    const processes = Object.fromEntries(
      Object.entries(stack.pids()).map(([name, pid]) => [
        name,
        familyOf(pid).reduce((sum, each) => sum + megabytesOf(each), 0),
      ]),
    );
    const megabytes = Object.values(processes).reduce((sum, each) => sum + each, 0);
    return { start_seconds: startSeconds, megabytes, processes };
  } finally {
    await stack.stop();
  }
}

function megabytesOf(pid: number): number {
  const rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? NaN) / 1024;
}
