import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { findNatsServer, NatsServerMissing } from './nats.js';

/** Package managers talk to stderr here: stdout belongs to the program that asked. */
function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

function installWithApt(say: (text: string) => void): boolean {
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  if (!root || !fs.existsSync('/usr/bin/apt-get')) return false;
  say('Installing nats-server with apt-get ...');
  const apt = (...args: string[]) =>
    succeeds('/usr/bin/env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args);
  apt('update'); // fails as a whole when one of many sources does: the package may still be had
  return apt('install', '-y', '--no-install-recommends', 'nats-server');
}

function installWithBrew(say: (text: string) => void): boolean {
  const brew = ['/opt/homebrew/bin/brew', '/usr/local/bin/brew', '/home/linuxbrew/.linuxbrew/bin/brew'].find(
    (file) => fs.existsSync(file),
  );
  if (!brew || process.getuid?.() === 0) return false; // Homebrew refuses root
  say('Installing nats-server with Homebrew ...');
  return succeeds(brew, 'install', 'nats-server');
}

/** The nats-server to run, installed if this machine lets us; else an error that says what to install. */
export function ensureNatsServer(
  searchPath: string,
  explicit: string | undefined,
  say: (text: string) => void,
): string {
  try {
    return findNatsServer(searchPath, explicit);
  } catch (error) {
    if (!(error instanceof NatsServerMissing)) throw error;
    if (!installWithApt(say) && !installWithBrew(say)) throw error;
    return findNatsServer(searchPath, explicit);
  }
}
