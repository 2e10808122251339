import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Command line of a process, to tell our server from a stranger that got the same pid later. */
export function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').replaceAll('\0', ' ');
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/** Sends the signals one after the other, each with its time, until the process is gone. */
export async function stopProcess(pid: number, signals: NodeJS.Signals[], msEach = 15_000): Promise<void> {
  for (const signal of signals) {
    if (!processAlive(pid)) return;
    process.kill(pid, signal);
    for (const end = Date.now() + msEach; processAlive(pid) && Date.now() < end;) await delay(20);
  }
}

/** Last lines of a server's log, for the error that says why it did not start. */
export function logTail(file: string, bytes = 3000): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').slice(-bytes) : '';
}
