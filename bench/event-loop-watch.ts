/**
 * Loaded into every service by NODE_OPTIONS: writes down when its event loop stood still, and how much of that time its
 * thread was at work: the rest it waited for the processor.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { Stall } from './event-loop.js';

const EVERY_MS = 10;
const WORTH_TELLING_MS = 20;

const file = path.join(process.env.EVENT_LOOPS ?? '.', `${String(process.pid)}.jsonl`);
let at = performance.now();
let cpu = process.threadCpuUsage();

function tick(): void {
  const now = performance.now();
  const used = process.threadCpuUsage(cpu);
  const stall: Stall = {
    ended: Date.now(),
    stood_still_ms: now - at - EVERY_MS,
    at_work_ms: (used.user + used.system) / 1000,
  };
  if (stall.stood_still_ms > WORTH_TELLING_MS) appendFileSync(file, `${JSON.stringify(stall)}\n`);
  at = performance.now();
  cpu = process.threadCpuUsage();
  setTimeout(tick, EVERY_MS).unref();
}

// Worker threads load this too: nobody waits for their event loops.
if (isMainThread) setTimeout(tick, EVERY_MS).unref();
