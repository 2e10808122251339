// The browser that the dashboard is tested in: Debian's, because a test tool's own download needs a network.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const CHROMIUM = '/usr/bin/chromium';

export function ensureChromium() {
  if (fs.existsSync(CHROMIUM)) return;
  const mayInstall = process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
  const apt = (...args) =>
    spawnSync('/usr/bin/env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], {
      stdio: ['ignore', 2, 2],
    }).status === 0;
  if (mayInstall && apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium')) return;
  throw new Error(
    `The dashboard's tests need Chromium at ${CHROMIUM}. Install it (Debian, Ubuntu: sudo apt-get install chromium) and run this again; \`npm test -- --project unit --project int\` does without.`,
  );
}
