import path from 'node:path';
import {
  findNatsServer,
  type RunningNats,
  type RunningPostgres,
  startNats,
  startPostgres,
} from '@powerpulse/local-stack';
import { brokerAccounts } from './broker-access.js';
import { choosePort, portFrom } from './choose-port.js';
import { WatchedServer } from './watched-server.js';

export interface ServerContext {
  folder: string;
  environment: NodeJS.ProcessEnv;
  usualPorts: boolean;
  onNotice: (text: string) => void;
  onPid: () => void;
}

/** Any free port is found by the server's own start, which tries again if somebody else was faster. */
async function portFor(context: ServerContext, of: string, variable: string, usual: number) {
  const demanded = portFrom(variable, context.environment[variable]);
  if (demanded === undefined && !context.usualPorts) return undefined;
  return choosePort({ of, variable, demanded, preferred: usual }, context.onNotice);
}

export function localPostgres(context: ServerContext, password: string): WatchedServer<RunningPostgres> {
  const launch = async (previous?: RunningPostgres) =>
    startPostgres({
      dataDir: path.join(context.folder, 'postgres'),
      port: previous?.port ?? (await portFor(context, 'PostgreSQL', 'POSTGRES_PORT', 55_432)),
      password,
      settings: { max_connections: '200' },
    });
  return new WatchedServer('postgres', launch, context.onNotice, context.onPid);
}

/** No bound: above it Go collects more often. Left to itself the broker held 425 MB after an upload of 100,000 chats. */
const NATS_MEMORY = '256MiB';

export function localNats(context: ServerContext): WatchedServer<RunningNats> {
  const binary = findNatsServer(context.environment.PATH ?? '', context.environment.NATS_SERVER_BIN);
  const accounts = brokerAccounts(context.folder);
  const launch = async (previous?: RunningNats) =>
    startNats(
      {
        accounts,
        environment: { GOMEMLIMIT: NATS_MEMORY, ...context.environment },
        storeDir: path.join(context.folder, 'nats'),
        port: previous?.port ?? (await portFor(context, 'NATS', 'NATS_PORT', 54_222)),
      },
      binary,
    );
  return new WatchedServer('nats', launch, context.onNotice, context.onPid);
}
