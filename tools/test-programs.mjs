// What system tests run beside the product: the browser of the dashboard's tests (Debian's, because a test tool's own
// download needs a network), and what docs/integrating.md's examples need.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PROGRAMS = [
  { name: 'chromium', at: ['/usr/bin/chromium'] },
  { name: 'python3', at: onThePath('python3') },
  { name: 'openssl', at: onThePath('openssl') },
];

function onThePath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, program));
}

export function ensureTestPrograms() {
  const missing = PROGRAMS.filter(({ at }) => !at.some((file) => fs.existsSync(file))).map(
    ({ name }) => name,
  );
  if (missing.length === 0) return;
  const mayInstall = process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
  const apt = (...args) =>
    spawnSync('/usr/bin/env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], {
      stdio: ['ignore', 2, 2],
    }).status === 0;
  if (mayInstall && apt('update') && apt('install', '-y', '--no-install-recommends', ...missing)) return;
  const names = missing.join(', ');
  throw new Error(
    `The system tests need ${names} (Chromium at /usr/bin/chromium). Install it (Debian, Ubuntu: sudo apt-get install ${missing.join(' ')}) and run this again; \`npm test -- --project unit --project int --project fleet\` does without.`,
  );
}
