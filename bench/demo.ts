/** The README's first command, until its summary and its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '../apps/launcher/src/stack-options.js';

export interface DemoResult {
  /** Built, its programs in the page cache. */
  warm_seconds: number;
}

export async function measureDemo(): Promise<DemoResult> {
  await runOnce();
  const began = performance.now();
  await runOnce();
  return { warm_seconds: (performance.now() - began) / 1000 };
}

async function runOnce(): Promise<void> {
  const demo = spawn('npm', ['run', 'demo', '--', '--once'], { cwd: repositoryRoot(), stdio: 'ignore' });
  const [code] = (await once(demo, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the demo ended with ${String(code)}`);
}
