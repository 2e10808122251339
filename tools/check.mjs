// `npm run check`: every rule of the house that a machine can check. Two at a time; what fails shows its output.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './setup.mjs';

const installed = (file) => path.join('node_modules', ...file.split('/'));

/** Longest first, so that two at a time end together. */
const CHECKS = [
  {
    name: 'lint',
    what: 'ESLint with types',
    run: [installed('eslint/bin/eslint.js'), '.', '--max-warnings', '0'],
  },
  {
    name: 'types',
    what: 'TypeScript, strict',
    run: [installed('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
  },
  {
    name: 'format',
    what: 'Prettier',
    run: [installed('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  },
  {
    name: 'migrations',
    what: 'migrations make the tables that the entities describe',
    run: ['tools/check-migrations.mjs'],
  },
  {
    name: 'documents',
    what: 'generated documents are those of the code and break no program; manifests agree with them',
    run: [
      ...[installed('vitest/vitest.mjs'), 'run', '--project', 'unit'],
      ...['apps/gateway/src/documents', 'test/contract', 'test/deployment'],
    ],
  },
  {
    name: 'dashboard',
    what: 'TypeScript of the dashboard, strict',
    run: [installed('typescript/bin/tsc'), '-p', 'apps/web/tsconfig.json'],
  },
  {
    name: 'client',
    what: "the dashboard's API types are those of docs/openapi.json",
    run: [
      installed('openapi-typescript/bin/cli.js'),
      'docs/openapi.json',
      '--output',
      'apps/web/src/api/generated/openapi.d.ts',
      '--check',
    ],
  },
  { name: 'unused', what: 'knip: dead files, exports, dependencies', run: [installed('knip/bin/knip.js')] },
  {
    name: 'boundaries',
    what: 'dependency-cruiser: who may import what',
    run: [installed('dependency-cruiser/bin/dependency-cruiser.mjs'), 'apps', 'libs', 'test'],
  },
];
const AT_ONCE = 2;

const children = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
    process.exitCode = 130;
  });
}

function runCheck({ name, run }) {
  return new Promise((resolve) => {
    const started = Date.now();
    const output = [];
    const child = spawn(process.execPath, run, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => output.push(Buffer.from(String(error))));
    child.once('close', (code) => {
      children.delete(child);
      const seconds = (Date.now() - started) / 1000;
      resolve({ name, passed: code === 0, seconds, output: Buffer.concat(output).toString().trim() });
    });
  });
}

async function runAll(checks) {
  const results = [];
  const waiting = [...checks];
  const worker = async () => {
    for (let check = waiting.shift(); check && process.exitCode !== 130; check = waiting.shift()) {
      results.push({ ...check, ...(await runCheck(check)) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

function chosen(names) {
  const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length === 0)
    return names.length === 0 ? CHECKS : CHECKS.filter((check) => names.includes(check.name));
  throw new Error(
    `No such check: ${unknown.join(', ')}. There are: ${CHECKS.map(({ name }) => name).join(', ')}.`,
  );
}

const started = Date.now();
const results = await runAll(chosen(process.argv.slice(2)));
const failed = results.filter(({ passed }) => !passed);
for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output}`);
console.log('');
for (const { name, what, passed, seconds } of results) {
  console.log(
    `${passed ? '  ok  ' : 'FAILED'}  ${name.padEnd(11)} ${seconds.toFixed(1).padStart(6)} s  ${what}`,
  );
}
const total = ((Date.now() - started) / 1000).toFixed(1);
console.log(`\nChecks: ${results.length - failed.length} passed, ${failed.length} failed, ${total} s`);
process.exitCode ||= failed.length > 0 ? 1 : 0;
