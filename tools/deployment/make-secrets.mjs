// Secrets of a new installation, made here and nowhere else:
//   node tools/deployment/make-secrets.mjs compose      writes .env and .secrets/ (what is there already stays)
//   node tools/deployment/make-secrets.mjs kubernetes   prints Secrets for `kubectl apply -f -`; once, keep them elsewhere
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { stringify } from 'yaml';

const SERVICES = ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics'];
const USERS = [...SERVICES, 'integration', 'operator'];
const variable = (user) => `NATS_KEY_${user.toUpperCase().replaceAll('-', '_')}`;
const password = () => randomBytes(24).toString('base64url');

const ownerKey = () => `pp_${randomBytes(24).toString('hex')}`;

function userKey() {
  const pair = nkeys.createUser();
  return { seed: Buffer.from(pair.getSeed()).toString(), publicKey: pair.getPublicKey() };
}

/** An authority of this installation alone and, signed by it, the certificate of its NATS servers. */
function certificates(names, folder) {
  const file = (name) => path.join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    ...['req', '-x509', ...ec, '-keyout', file('ca-key.pem'), '-out', file('ca.pem'), '-days', '3650'],
    ...['-subj', '/CN=PowerPulse NATS authority', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  openssl('req', ...ec, '-keyout', file('nats-key.pem'), '-out', file('nats.csr'), '-subj', '/CN=nats');
  const extensions = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\nextendedKeyUsage=serverAuth,clientAuth\n`;
  fs.writeFileSync(file('nats.ext'), extensions);
  openssl(
    ...['x509', '-req', '-in', file('nats.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca-key.pem')],
    ...['-CAcreateserial', '-days', '825', '-extfile', file('nats.ext'), '-out', file('nats.pem')],
  );
  for (const name of ['nats.csr', 'nats.ext', 'ca.srl']) fs.rmSync(file(name), { force: true });
}

function forCompose() {
  const folder = '.secrets';
  // The folder is closed to others; the files are not, because containers read them as another user.
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = fs.existsSync('.env') ? fs.readFileSync('.env', 'utf8') : '';
  const values = new Map([...known.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const set = (name, make) => values.get(name) || values.set(name, make());
  set('POSTGRES_PASSWORD', password);
  set('MIGRATOR_PASSWORD', password);
  set('SERVICE_PASSWORD', password);
  set('OWNER_KEY', ownerKey);
  for (const user of USERS) {
    const seedFile = path.join(folder, `${user}.nk`);
    if (!fs.existsSync(seedFile)) fs.writeFileSync(seedFile, userKey().seed, { mode: 0o644 });
    values.set(variable(user), nkeys.fromSeed(fs.readFileSync(seedFile)).getPublicKey());
  }
  if (!fs.existsSync(path.join(folder, 'nats.pem'))) certificates(['nats', 'localhost'], folder);
  fs.chmodSync(path.join(folder, 'nats-key.pem'), 0o644);
  const text = [...values].map(([name, value]) => `${name}=${value}\n`).join('');
  fs.writeFileSync('.env', text, { mode: 0o600 });
  console.log('.env and .secrets/ are complete. Next: docker compose up --build');
}

function forKubernetes(postgresHost = 'postgres-rw') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse-secrets-'));
  const servers = [0, 1, 2].map((n) => `nats-${n}.nats-routes`);
  certificates(['nats', 'nats.powerpulse.svc', ...servers], folder);
  const pem = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
  const secret = (name, stringData, type = 'Opaque') => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'powerpulse' },
    type,
    stringData,
  });
  const keys = Object.fromEntries(USERS.map((user) => [user, userKey()]));
  const publicKeys = Object.fromEntries(USERS.map((user) => [variable(user), keys[user].publicKey]));
  const seeds = (user) => ({ 'nats-seed': keys[user].seed });
  const secrets = [
    secret('nats-users', publicKeys),
    secret('nats-tls', {
      'tls.crt': pem('nats.pem'),
      'tls.key': pem('nats-key.pem'),
      'ca.crt': pem('ca.pem'),
    }),
    secret('nats-ca', { 'ca.crt': pem('ca.pem') }),
    secret('postgres-superuser', { username: 'postgres', password: password() }, 'kubernetes.io/basic-auth'),
    ...['integration', 'operator'].map((user) => secret(`nats-${user}`, seeds(user))),
  ];
  const databaseUrl = (role, own) => `postgres://${role}:${own}@${postgresHost}/powerpulse`;
  const account = (name, role, own) =>
    secret(`postgres-${name}`, { username: role, password: own }, 'kubernetes.io/basic-auth');
  const migrators = password();
  secrets.push(
    secret('powerpulse-migrator', { 'database-url': databaseUrl('powerpulse_migrator', migrators) }),
    account('migrator', 'powerpulse_migrator', migrators),
  );
  for (const service of SERVICES) {
    const role = `powerpulse_${service.replaceAll('-', '_')}`;
    const own = password();
    const begin = service === 'gateway' ? { 'owner-key': ownerKey() } : {};
    const url = { 'database-url': databaseUrl(role, own) };
    secrets.push(secret(`powerpulse-${service}`, { ...url, ...seeds(service), ...begin }));
    secrets.push(account(service, role, own));
  }
  fs.rmSync(folder, { recursive: true });
  process.stdout.write(secrets.map((one) => stringify(one)).join('---\n'));
}

const [target, argument] = process.argv.slice(2);
if (target === 'compose') forCompose();
else if (target === 'kubernetes') forKubernetes(argument);
else {
  console.error('Say for what: compose, or kubernetes [host of PostgreSQL]');
  process.exitCode = 1;
}
