import fs from 'node:fs';
import path from 'node:path';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import { keyFile } from './broker-access.js';
import { repositoryRoot } from './stack-options.js';

/** Where services may answer this user. */
const INBOX = '_INBOX_operator';

/** As the person who may do everything: of the stack in a data folder, or of the broker that the environment names. */
export async function connectAsOperator(
  dataFolder: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<NatsConnection> {
  const { servers, key, ca } = await access(dataFolder, environment);
  return connect({
    servers,
    inboxPrefix: INBOX,
    name: 'operator',
    timeout: 5_000,
    ...(key && { authenticator: nkeyAuthenticator(fs.readFileSync(key)) }),
    ...(ca && { tls: { caFile: ca } }),
  });
}

interface Access {
  servers: string;
  key: string | undefined;
  ca: string | undefined;
}

async function access(dataFolder: string | undefined, environment: NodeJS.ProcessEnv): Promise<Access> {
  const { NATS_URL, NATS_NKEY_FILE, NATS_CA_FILE } = environment;
  if (NATS_URL && dataFolder === undefined)
    return { servers: NATS_URL, key: NATS_NKEY_FILE, ca: NATS_CA_FILE };
  const folder = dataFolder ?? path.join(repositoryRoot(), '.powerpulse');
  try {
    const file = path.join(folder, 'nats', 'server.json');
    const { monitorUrl } = JSON.parse(fs.readFileSync(file, 'utf8')) as { monitorUrl: string };
    const { port } = (await (await fetch(`${monitorUrl}/varz`)).json()) as { port: number };
    return { servers: `127.0.0.1:${port}`, key: keyFile(folder, 'operator'), ca: undefined };
  } catch (cause) {
    throw new Error(
      `No nats-server runs for ${folder}. Name the folder with --data, or the broker with NATS_URL and NATS_NKEY_FILE.`,
      { cause },
    );
  }
}
