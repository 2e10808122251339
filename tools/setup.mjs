import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import zlib from 'node:zlib';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);

/** Progress goes to stderr: stdout belongs to what is run, whose last line may be read by a program. */
const say = (text) => process.stderr.write(`${text}\n`);

function readJson(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

function succeeded(result, what) {
  if (result.error) throw new Error(`${what} could not be run: ${result.error.message}`);
  if (result.signal) process.kill(process.pid, result.signal);
  if (result.status !== 0) throw new Error(`${what} failed (exit ${result.status}).`);
}

/** npm writes the second file last, so an interrupted installation has none. */
function dependenciesMatchLock() {
  const wanted = readJson(inRoot('package-lock.json'))?.packages ?? {};
  const installed = readJson(inRoot('node_modules', '.package-lock.json'))?.packages;
  if (!installed) return false;
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    // Optional ones are there only where they fit the machine.
    if (!installed[place] && !entry.optional && !entry.devOptional) return false;
    if (installed[place] && installed[place].version !== entry.version) return false;
  }
  return Object.keys(installed).every((place) => wanted[place]);
}

export function ensureDependencies() {
  if (dependenciesMatchLock()) return;
  const started = Date.now();
  say('Installing the dependencies with npm ci (once, about a minute) ...');
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } };
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  succeeded(result, 'npm ci');
  say(`Dependencies installed in ${seconds(started)} s.`);
}

/** PowerPulse runs on Node 24: from its own platform package, else the machine's if that is new enough. */
export function nodeBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = inRoot('node_modules', `node-${platform}-${process.arch}`, 'bin', exe);
  if (fs.existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return process.execPath;
  throw new Error(
    `PowerPulse runs on Node 24.15 or later. No ready-made package of it exists for ${process.platform}-${process.arch}, ` +
      `and this machine has ${process.version}. Install a newer one (https://nodejs.org; macOS: brew install node) and run this again.`,
  );
}

function* sources(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.(tsx?|json|css|html|svg)$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name)) yield file;
  }
}

/** Changes whenever one of the files is edited, added or removed. */
function fingerprintOf(files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { size, mtimeMs } = fs.statSync(file);
    hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** What swc compiles. The bench holds results against the tests' oracle. */
const COMPILED = ['apps', 'libs', 'bench', 'test/oracle'];

const fingerprint = () =>
  fingerprintOf([...COMPILED.flatMap((folder) => [...sources(inRoot(folder))]), inRoot('.swcrc')]);

const stampFile = inRoot('dist', '.built-from');

/** Into a folder beside, then renamed: whoever runs from dist never sees it half written. */
export function build(node) {
  const stamp = fingerprint();
  const fresh = inRoot(`dist.${process.pid}.tmp`);
  const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
  try {
    const args = [swc, ...COMPILED, '-d', path.basename(fresh), '-q', '--copy-files'];
    succeeded(spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] }), 'The build');
    fs.rmSync(path.join(fresh, 'apps', 'web'), { recursive: true, force: true });
    buildWeb(node, path.join(fresh, 'web'));
    fs.writeFileSync(path.join(fresh, '.built-from'), stamp);
    replace(fresh, inRoot('dist'));
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/** The dashboard's bundle, taken over from the build before where its sources are the same. */
function buildWeb(node, target) {
  const stamp = fingerprintOf([...sources(inRoot('apps', 'web')), inRoot('package-lock.json')]);
  const before = inRoot('dist', 'web');
  const stampIn = (folder) => path.join(folder, '.built-from');
  if (fs.existsSync(stampIn(before)) && fs.readFileSync(stampIn(before), 'utf8') === stamp) {
    fs.cpSync(before, target, { recursive: true });
    return;
  }
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', inRoot('apps', 'web'), '--outDir', target, '--logLevel', 'warn'];
  succeeded(spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] }), 'The build of the dashboard');
  compressed(target);
  fs.writeFileSync(stampIn(target), stamp);
}

/** Beside each text file what the gateway sends to browsers that take it: packed once, not at every request. */
function compressed(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = fs.readFileSync(file);
    fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(content));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
  }
}

function replace(fresh, target) {
  const old = `${fresh}.old`;
  for (let attempt = 1; ; attempt++) {
    try {
      if (fs.existsSync(target)) fs.renameSync(target, old);
      fs.renameSync(fresh, target);
      break;
    } catch (error) {
      if (attempt === 5) throw error; // another build was renaming at the same instant
    } finally {
      fs.rmSync(old, { recursive: true, force: true });
    }
  }
}

export function ensureBuilt(node) {
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === fingerprint()) return;
  const started = Date.now();
  build(node);
  say(`Built in ${seconds(started)} s.`);
}

export async function ensureNatsServer() {
  if (process.env.NATS_URL) return;
  const file = inRoot('dist', 'libs', 'local-stack', 'src', 'install-nats.js');
  const { ensureNatsServer: ensure } = await import(pathToFileURL(file).href);
  ensure(process.env.PATH ?? '', process.env.NATS_SERVER_BIN, say);
}

/** Only `npm run setup` changes the clone's git configuration. */
export function useHooks() {
  if (!fs.existsSync(inRoot('.git'))) return;
  succeeded(spawnSync('git', ['config', 'core.hooksPath', 'tools/hooks'], { cwd: root }), 'git config');
  say('Ready. The pre-commit hook is in place.');
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
