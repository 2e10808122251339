/** How long reads of a dashboard take while something else goes on. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './api.js';
import { percentiles, type Percentiles } from './percentiles.js';

const READERS = 4;
const READS = ['/api/metrics', '/api/metrics/daily', '/api/conversations?page_size=50', '/api/progress'];
const PAUSE_MS = 20;

export interface ReadsMeanwhile {
  reads: number;
  milliseconds: Percentiles;
  /** Answers other than 200, by status. */
  refused: Record<string, number>;
}

export async function readsMeanwhile(gateway: Gateway, meanwhile: Promise<unknown>): Promise<ReadsMeanwhile> {
  const took: number[] = [];
  const refused: Record<string, number> = {};
  let over = false;
  const reader = async (first: number) => {
    for (let i = first; !over; i++) {
      const began = performance.now();
      const response = await fetch(new URL(READS[i % READS.length] ?? '', gateway.url), {
        headers: { authorization: `Bearer ${gateway.key}` },
      });
      await response.arrayBuffer();
      if (response.ok) took.push(performance.now() - began);
      else refused[response.status] = (refused[response.status] ?? 0) + 1;
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
  return { reads: took.length, milliseconds: percentiles(took), refused };
}
