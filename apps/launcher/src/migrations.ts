import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { logTail } from '@powerpulse/local-stack';
import { repositoryRoot } from './stack-options.js';

/** Brings all schemas up to date. Services start meanwhile and wait for it. */
export async function runMigrations(
  environment: NodeJS.ProcessEnv,
  logFile: string,
  signal: AbortSignal,
): Promise<void> {
  const log = fs.openSync(logFile, 'a');
  const child = spawn(process.execPath, [path.join(repositoryRoot(), 'dist/apps/launcher/src/migrate.js')], {
    env: environment,
    stdio: ['ignore', log, log],
    signal,
    killSignal: 'SIGKILL', // transactional: nothing is left half-done
  });
  fs.closeSync(log);
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', (code, killedBy) => resolve(code === 0 ? '' : (killedBy ?? `exit code ${code}`)));
  });
  if (ended !== '' && !signal.aborted)
    throw new Error(`Migrations failed (${ended}). The end of ${logFile}:\n${logTail(logFile)}`);
}
