// `npm run demo`, `npm start`, `npm test` and `npm run check` on a fresh clone: sets up what is missing, then runs it
// with the Node of node_modules. Plain JavaScript without dependencies, for whatever Node (from 20) the machine has.
import { spawn } from 'node:child_process';
import {
  build,
  ensureBuilt,
  ensureDependencies,
  ensureNatsServer,
  nodeBinary,
  root,
  useHooks,
} from './setup.mjs';

const programs = {
  demo: ['dist/apps/launcher/src/main.js', 'demo'],
  start: ['dist/apps/launcher/src/main.js', 'start'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  check: ['tools/check.mjs'],
  republish: ['dist/apps/launcher/src/republish.js'],
  replay: ['dist/apps/launcher/src/replay.js'],
  'audit:verify': ['dist/apps/launcher/src/verify-audit.js'],
  chaos: ['dist/bench/chaos/main.js'],
  bench: ['--max-old-space-size=8192', 'dist/bench/main.js'],
};

/** Runs it to its end; signals go on to it, its exit code becomes ours. */
function hand(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: 'inherit' });
  const forward = {};
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    forward[signal] = () => child.kill(signal);
    process.once(signal, forward[signal]);
    // Once is enough: the terminal and npm send a Ctrl-C again, and a second one would cut the shutdown short.
    process.on(signal, () => {});
  }
  child.once('error', (error) => {
    console.error(String(error));
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`PowerPulse needs Node 20 or later to set itself up; this is ${process.version}.`);
  }
  const [command, ...args] = process.argv.slice(2);
  const program = programs[command];
  if (!program && command !== 'setup' && command !== 'build') {
    throw new Error(`Usage: node tools/run.mjs ${Object.keys(programs).join('|')}|build|setup [options]`);
  }
  ensureDependencies();
  const node = nodeBinary();
  if (command === 'build') return build(node);
  ensureBuilt(node);
  await ensureNatsServer();
  if (command === 'setup') return useHooks();
  hand(node, [...program, ...args]);
}

try {
  await main();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
