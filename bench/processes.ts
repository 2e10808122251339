/** What processes used, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUse {
  cpuSeconds: number;
  peakMegabytes: number;
}

const TICKS_PER_SECOND = 100;

function stat(pid: number): { parent: number; cpuTicks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses and may hold anything: count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [utime, stime, childUser, childSystem] = fields.slice(11, 15).map(Number);
    return {
      parent: Number(fields[1]),
      cpuTicks: (utime ?? 0) + (stime ?? 0) + (childUser ?? 0) + (childSystem ?? 0),
    };
  } catch {
    return undefined; // it ended meanwhile
  }
}

function peakMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => stat(other)?.parent === pid);

/** The process and its children. */
export const familyOf = (pid: number): number[] => [pid, ...childrenOf(pid)];

/** CPU time of the process with its children; the peak is that of the largest of them (shared memory counts in each). */
function useOf(pid: number): ProcessUse {
  const family = familyOf(pid);
  const ticks = family.reduce((sum, one) => sum + (stat(one)?.cpuTicks ?? 0), 0);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, peakMegabytes: Math.max(...family.map(peakMegabytes)) };
}

/** By name, as a stack tells its processes. */
export const usageOf = (pids: Record<string, number>): Record<string, ProcessUse> =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, useOf(pid)]));

export const difference = (
  after: Record<string, ProcessUse>,
  before: Record<string, ProcessUse>,
): Record<string, ProcessUse> =>
  Object.fromEntries(
    Object.entries(after).map(([name, use]) => [
      name,
      { cpuSeconds: use.cpuSeconds - (before[name]?.cpuSeconds ?? 0), peakMegabytes: use.peakMegabytes },
    ]),
  );
