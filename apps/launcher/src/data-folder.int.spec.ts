import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastingDataFolder, lock, passwords, temporaryDataFolder } from './data-folder.js';

let base: string;

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-folders-'));
  fs.chmodSync(base, 0o755);
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

it('makes the wanted folder, spaces and parents included, and finds it again', () => {
  const wanted = path.join(base, 'my data', 'power pulse');
  const first = lastingDataFolder(wanted);
  expect(first).toEqual({ path: fs.realpathSync(wanted), temporary: false });
  expect(lastingDataFolder(wanted)).toEqual(first);
});

it('lets nobody look into a folder that it made', () => {
  for (const folder of [lastingDataFolder(path.join(base, 'data')), temporaryDataFolder()]) {
    expect(fs.statSync(folder.path).mode & 0o066).toBe(0);
    if (folder.temporary) fs.rmSync(folder.path, { recursive: true });
  }
});

it('leaves the mode of a folder that was there alone', () => {
  const wanted = path.join(base, 'there');
  fs.mkdirSync(wanted, { mode: 0o755 });
  lastingDataFolder(wanted);
  expect(fs.statSync(wanted).mode & 0o777).toBe(0o755);
});

it.runIf(process.getuid?.() === 0)('goes where PostgreSQL can follow when only root may enter', () => {
  const home = path.join(base, 'home');
  fs.mkdirSync(home, { mode: 0o700 });
  const wanted = path.join(home, '.powerpulse');
  const folder = lastingDataFolder(wanted);
  expect(folder.path).toMatch(/^\/var\/lib\/powerpulse\/data-/);
  fs.writeFileSync(path.join(wanted, 'kept'), 'x');
  expect(fs.existsSync(path.join(folder.path, 'kept'))).toBe(true);
  expect(lastingDataFolder(wanted)).toEqual(folder);
  fs.rmSync(folder.path, { recursive: true });
});

it('keeps the passwords of a folder, and keeps them to itself', () => {
  const folder = lastingDataFolder(path.join(base, 'data'));
  const first = passwords(folder, ['a', 'b']);
  expect(first.a).not.toBe(first.b);
  expect(passwords(folder, ['a', 'b', 'c'])).toMatchObject(first);
  expect(fs.statSync(path.join(folder.path, 'passwords.json')).mode & 0o077).toBe(0);
});

it('belongs to one launcher at a time; one that was killed does not count', () => {
  const folder = lastingDataFolder(path.join(base, 'data'));
  const pidFile = path.join(folder.path, 'launcher.pid');
  fs.writeFileSync(pidFile, String(process.ppid));
  expect(() => lock(folder)).toThrow(`PowerPulse already runs on ${folder.path} (process ${process.ppid}).`);
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  fs.writeFileSync(pidFile, String(ended));
  lock(folder)();
  // As a power cut may leave it.
  fs.writeFileSync(pidFile, '');
  const unlock = lock(folder);
  expect(fs.readFileSync(pidFile, 'utf8')).toBe(String(process.pid));
  unlock();
  expect(fs.existsSync(pidFile)).toBe(false);
});
