/** How long each service's event loop stood still, and how much of it was its own work (event-loop-watch.ts). */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES } from '../apps/launcher/src/service-table.js';

/** Of one turn of an event loop. */
export interface Stall {
  /** Milliseconds since 1970. */
  readonly ended: number;
  readonly stood_still_ms: number;
  /** What its thread took of the processor meanwhile. */
  readonly at_work_ms: number;
}

export interface LongestStalls {
  /** Waiting for a processor that others had included. */
  readonly stood_still_ms: number;
  readonly at_work_ms: number;
}

const NAMES = new Set(SERVICES.map(({ name }) => name));

/** A URL: in NODE_OPTIONS a path ends at its first space. */
const WATCH = new URL('event-loop-watch.js', import.meta.url).href;

/** For services that write into this folder. */
export const watchingEventLoops = (folder: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=${WATCH}`,
  EVENT_LOOPS: folder,
});

/** By service, the longest since that moment. */
export function longestStalls(
  folder: string,
  pids: Readonly<Record<string, number>>,
  since: number,
): Record<string, LongestStalls> {
  const ofServices = Object.entries(pids).filter(([name]) => NAMES.has(name));
  return Object.fromEntries(
    ofServices.map(([name, pid]) => {
      const stalls = stallsIn(path.join(folder, `${String(pid)}.jsonl`)).filter(({ ended }) => ended > since);
      const longest = (key: keyof LongestStalls) => Math.round(Math.max(0, ...stalls.map((one) => one[key])));
      return [name, { stood_still_ms: longest('stood_still_ms'), at_work_ms: longest('at_work_ms') }];
    }),
  );
}

const stallsIn = (file: string): Stall[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Stall)
    : [];
