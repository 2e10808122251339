// Runs every service from the files of its image and nothing else, as the Dockerfile and the manifests have it: a root of its
// own that is read-only, user 65532, no capabilities, no new privileges, 64 MB of /tmp. For machines without a container
// engine; needs root, unshare and setpriv. After `npm run build`: node tools/deployment/prove-image.mjs
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack } from '../../dist/apps/launcher/src/start-stack.js';

const repository = path.resolve(import.meta.dirname, '../..');
const base = fs.mkdtempSync('/var/tmp/powerpulse-image-');
fs.chmodSync(base, 0o755);
const app = path.join(base, 'files');
const root = path.join(base, 'root');

/** What `npm prune --omit=dev --omit=optional` leaves, as hard links. */
function copyFiles() {
  const listed = execFileSync('npm', ['ls', '--all', '--parseable', '--omit=dev', '--omit=optional'], {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const modules = path.join(repository, 'node_modules');
  const packages = listed.split('\n').filter((line) => line.startsWith(`${modules}/`));
  for (const from of packages) {
    const to = path.join(app, path.relative(repository, from));
    if (fs.existsSync(to)) continue;
    fs.mkdirSync(path.dirname(to), { recursive: true });
    execFileSync('cp', ['-a', from, to]);
  }
  execFileSync('cp', ['-a', path.join(repository, 'package.json'), path.join(repository, 'dist'), app]);
  return packages.length;
}

const SYSTEM = ['lib', 'lib64', 'usr/lib'].filter((folder) => fs.existsSync(`/${folder}`));

/** Shell text that leaves the calling process in the image's root, as its user. */
function inside(...command) {
  const bind = (from, to) => `mkdir -p ${root}/${to}; mount --bind ${from} ${root}/${to}; `;
  const readOnly = (to) => `mount -o remount,bind,ro ${root}/${to}; `;
  const mounts = [...SYSTEM.map((folder) => [`/${folder}`, folder]), [app, 'app'], ['/dev', 'dev']];
  mounts.push([path.dirname(process.execPath), 'nodejs/bin'], [path.join(base, 'secrets'), 'run/secrets']);
  return [
    'set -e; mount --make-rprivate /; ',
    `mkdir -p ${root}/tmp ${root}/proc; mount --bind ${root} ${root}; `,
    ...mounts.map(([from, to]) => bind(from, to)),
    `mount -t proc proc ${root}/proc; mount -t tmpfs -o size=64m,mode=1777 tmpfs ${root}/tmp; `,
    ...[...mounts.map(([, to]) => to).filter((to) => to !== 'dev'), ''].map(readOnly),
    `exec setpriv --no-new-privs --clear-groups unshare --root=${root} --wd=/app -G 65532 -S 65532 -- `,
    ...command.map((word) => `'${word}' `),
  ].join('');
}

const sandbox = (env, ...command) =>
  spawn('unshare', ['--mount', 'sh', '-c', inside('/nodejs/bin/node', ...command)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const ended = (child) => new Promise((resolve) => child.once('close', resolve));

async function prove(service, stack) {
  const role = `powerpulse_${service.replaceAll('-', '_')}`;
  const passwords = JSON.parse(fs.readFileSync(path.join(stack.dataFolder, 'passwords.json'), 'utf8'));
  const databaseUrl = (name) => {
    const url = new URL(stack.urls.postgres);
    [url.username, url.password] = [name, passwords[name]];
    return { DATABASE_URL: url.href };
  };
  const port = await freePort();
  const common = { NODE_ENV: 'production', LOG_LEVEL: 'warn' };
  const migrator = { ...common, ...databaseUrl('powerpulse_migrator') };
  const migrated = await ended(sandbox(migrator, `dist/apps/${service}/src/migrate.js`));
  const key = `/run/secrets/${service}.nk`;
  const nats = { NATS_URL: stack.urls.nats, NATS_NKEY_FILE: key };
  const env = { ...common, ...databaseUrl(role), ...nats, HOST: '127.0.0.1', PORT: port };
  const started = Date.now();
  const child = sandbox(env, `dist/apps/${service}/src/main.js`);
  try {
    for (let ready = false; !ready; await delay(50)) {
      if (child.exitCode !== null || Date.now() - started > 120_000)
        throw new Error(`${service} did not start`);
      ready = (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => ({ ok: false }))).ok;
    }
    const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const field = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(
      `${service.padEnd(14)} migration exit ${migrated}, ready in ${seconds} s, uid ${field('Uid')}, capabilities ` +
        `${field('CapEff')}/${field('CapBnd')}, no new privileges ${field('NoNewPrivs')}, ${Math.round(field('VmRSS') / 1024)} MB`,
    );
  } finally {
    child.kill('SIGTERM');
    console.log(`${''.padEnd(14)} told to stop: exit ${await ended(child)}`);
  }
}

const count = copyFiles();
const size = execFileSync('du', ['-sm', app], { encoding: 'utf8' }).split('\t')[0];
console.log(`${count} packages, ${size} MB of files besides Node`);
const stack = await startStack();
try {
  fs.mkdirSync(root);
  execFileSync('cp', ['-r', path.join(stack.dataFolder, 'nats-keys'), path.join(base, 'secrets')]);
  execFileSync('sh', ['-c', `chmod 755 ${base}/secrets; chmod 644 ${base}/secrets/*`]);
  const write =
    "try { fs.writeFileSync('/app/x', ''); process.exit(0) } catch (e) { process.exit(e.code === 'EROFS' ? 3 : 4) }";
  const tried = await ended(sandbox({}, '-e', write.replaceAll("'", '"')));
  console.log(
    `writing into the image: ${tried === 3 ? 'refused, read-only file system' : `NOT REFUSED (${tried})`}`,
  );
  for (const service of ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics']) {
    await prove(service, stack);
  }
} finally {
  await stack.stop();
  fs.rmSync(base, { recursive: true, force: true });
}
