import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface IngestionProcess {
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): Promise<void>;
}

/** The service as it ships, compiled into a folder of its own, to be started and killed as a process. */
export function compileIngestion() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-ingestion-'));
  const swc = path.join(ROOT, 'node_modules/@swc/cli/bin/swc.js');
  execFileSync(process.execPath, [swc, 'apps/ingestion/src', 'libs', '-d', folder, '-q'], { cwd: ROOT });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const running = new Set<ChildProcess>();
  return {
    start: (env: Record<string, string>) =>
      start(path.join(folder, 'apps/ingestion/src/main.js'), env, running),
    close: async () => {
      await Promise.all([...running].map(kill));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  main: string,
  env: Record<string, string>,
  running: Set<ChildProcess>,
): Promise<IngestionProcess> {
  const child = fork(main, [], {
    env: { PORT: '0', LOG_LEVEL: 'silent', ...env },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
  if (message !== 'ready') throw new Error(`ingestion did not start: ${String(message)}`);
  return { kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
