import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

interface Report {
  violation: string | null;
  table: { fault: string; rounds: number; violations: number }[];
  results: { hash?: string }[];
}

/** docs/testing.md: all services killed, garbage on every subject. By hand there are more rounds, and every fault. */
it('a short chaos run ends without a violation, and rebuilt numbers are the live ones', async () => {
  const faults = ['kill-all', 'poison'];
  const program = path.join('dist', 'bench', 'chaos', 'main.js');
  const options = ['--seed', '3', '--rounds', '2', '--rebuild-every', '2', '--chats', '10', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    ...options,
    ...['--fault', faults.join(',')],
  ]);
  const { violation, table, results } = JSON.parse(stdout) as Report;
  expect(violation).toBeNull();
  expect(table.map(({ fault, rounds }) => [fault, rounds])).toEqual(faults.map((fault) => [fault, 1]));
  expect(results.at(-1)?.hash).toMatch(/^[0-9a-f]{64}$/);
}, 400_000);
