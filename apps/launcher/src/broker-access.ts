import fs from 'node:fs';
import path from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { SERVICES } from './service-table.js';
import { repositoryRoot } from './stack-options.js';

/** Besides the services: other programs, and a person with the `nats` command line. */
const OTHERS = ['integration', 'operator'];

/** The same users with the same permissions as in a cluster, so that a missing one shows here. */
const USERS_FILE = path.join('k8s', 'base', 'nats', 'users.conf');

/** File with the seed of a user's key. Made once for a data folder. */
export const keyFile = (dataFolder: string, user: string) => path.join(dataFolder, 'nats-keys', `${user}.nk`);

function publicKey(dataFolder: string, user: string): string {
  const file = keyFile(dataFolder, user);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, nkeys.createUser().getSeed(), { mode: 0o600, flush: true });
  }
  return nkeys.fromSeed(fs.readFileSync(file)).getPublicKey();
}

/** The server's `accounts`, with this folder's keys. */
export function brokerAccounts(dataFolder: string): string {
  const users = [...SERVICES.map(({ name }) => name), ...OTHERS];
  const variables: Record<string, string> = { NATS_ACCOUNT_BYTES: '24GB' };
  for (const user of users) {
    variables[`NATS_KEY_${user.toUpperCase().replaceAll('-', '_')}`] = publicKey(dataFolder, user);
  }
  const text = fs.readFileSync(path.join(repositoryRoot(), USERS_FILE), 'utf8');
  return text.replaceAll(/\$(NATS_\w+)/g, (whole, name: string) => variables[name] ?? whole);
}
