import fs from 'node:fs';
import path from 'node:path';
import { logTail } from '@powerpulse/local-stack';

const LINES = 5;
const BYTES = 100_000;

/** Errors are what pino wrote at level error or fatal, and whatever is not pino's: a crash. */
function isError(line: string): boolean {
  if (line.trim() === '') return false;
  if (!line.startsWith('{')) return true;
  return /"level":"(error|fatal)"/.test(line);
}

/** The last errors that each service logged, for the moment when something went wrong. */
export function lastErrors(logFolder: string): string {
  const parts = fs
    .readdirSync(logFolder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => {
      const whole = logTail(path.join(logFolder, name), BYTES).split('\n');
      return { name, lines: whole.filter(isError).slice(-LINES) };
    })
    .filter(({ lines }) => lines.length > 0);
  return parts.map(({ name, lines }) => [`--- ${name}`, ...lines].join('\n')).join('\n');
}
