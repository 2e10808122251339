/** The power is cut, or a disk is full. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultContext } from './fault.js';

const FULL_MS = 8_000;
const BLOCK = Buffer.alloc(1024 * 1024);

function fill(file: string): number {
  const ballast = openSync(file, 'w');
  let bytes = 0;
  try {
    for (const block of [BLOCK, BLOCK.subarray(0, 4_096), BLOCK.subarray(0, 1)]) {
      try {
        for (;;) bytes += writeSync(ballast, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
    return bytes;
  } finally {
    closeSync(ballast);
  }
}

async function storeFull({ target }: FaultContext): Promise<string> {
  const file = path.join(target.stack.dataFolder, 'nats', 'ballast');
  try {
    const bytes = fill(file);
    await delay(FULL_MS);
    return `${Math.round(bytes / 1e6)} MB of ballast for ${FULL_MS / 1000} s`;
  } finally {
    rmSync(file, { force: true });
  }
}

export const diskFaults: Fault[] = [
  {
    name: 'power-cut',
    on: 'disks',
    goal: 5,
    inject: async ({ target }) => {
      const ms = await target.cutPower();
      return `everything at once; its disks copied within ${Math.round(ms)} ms`;
    },
  },
  { name: 'store-full', on: 'disks', inject: storeFull },
];
