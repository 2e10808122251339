import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastErrors } from './log-excerpt.js';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-logs-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

it('shows the last errors and crashes of each service, and nothing else', () => {
  const info = '{"level":"info","msg":"started"}';
  const errors = Array.from({ length: 7 }, (_, n) => `{"level":"error","msg":"no ${n}"}`);
  fs.writeFileSync(path.join(folder, 'scoring.log'), [info, ...errors, info, ''].join('\n'));
  fs.writeFileSync(path.join(folder, 'gateway.log'), [info, 'Error: out of memory', ''].join('\n'));
  fs.writeFileSync(path.join(folder, 'analytics.log'), `${info}\n`);
  const shown = ['--- gateway.log', 'Error: out of memory', '--- scoring.log', ...errors.slice(2)];
  expect(lastErrors(folder)).toBe(shown.join('\n'));
});
