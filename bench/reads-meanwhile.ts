/** How long reads of a dashboard take while something else goes on. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './api.js';
import { percentiles, type Percentiles } from './percentiles.js';
import { read } from './plain-client.js';

const READERS = 4;
const READS = ['/api/metrics', '/api/metrics/daily', '/api/conversations?page_size=50', '/api/progress'];
const PAUSE_MS = 20;

export interface ReadsMeanwhile {
  reads: number;
  milliseconds: Percentiles;
  /** The same, by what was read. */
  by_read: Record<string, Percentiles>;
  /** Answers other than 200, by status. */
  refused: Record<string, number>;
}

export async function readsMeanwhile(gateway: Gateway, meanwhile: Promise<unknown>): Promise<ReadsMeanwhile> {
  const took = new Map(READS.map((path) => [path, [] as number[]]));
  const refused: Record<string, number> = {};
  let over = false;
  const reader = async (first: number) => {
    for (let i = first; !over; i++) {
      const began = performance.now();
      const path = READS[i % READS.length] ?? '';
      const { status } = await read(gateway, path);
      if (status === 200) took.get(path)?.push(performance.now() - began);
      else refused[status] = (refused[status] ?? 0) + 1;
      await delay(PAUSE_MS);
    }
  };
  const readers = Promise.all(Array.from({ length: READERS }, (_, i) => reader(i)));
  try {
    await Promise.race([meanwhile, readers]); // a reader that fails ends it
  } finally {
    over = true;
  }
  await readers;
  const all = [...took.values()].flat();
  const by_read = Object.fromEntries([...took].map(([path, each]) => [path, percentiles(each)]));
  return { reads: all.length, milliseconds: percentiles(all), by_read, refused };
}
