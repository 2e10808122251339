import type { CustomTransportStrategy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Requests } from '@powerpulse/messaging';
import { Database, parseConfig, TRANSPORTS } from '@powerpulse/runtime';
import { testDatabase, testNats, type TestDatabase, type TestNats } from '@powerpulse/testing';
import { gatewayConfig } from '../src/config.js';
import { gatewayService } from '../src/gateway-service.js';
import { GatewayModule } from '../src/gateway.module.js';
import { exchange } from './exchange.js';
import { startOtherServices } from './other-services.js';

type Environment = Readonly<Record<string, string>>;

export interface Servers {
  readonly database: Pick<TestDatabase, 'url'>;
  readonly nats: Pick<TestNats, 'url'>;
}

/** Of the owner of the organization `default`. */
export const OWNER_KEY = `pp_${'owner-of-default-'.repeat(3)}`;

/** As that owner, unless it says who else. */
function asOwner(init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers);
  if (!['authorization', 'x-api-key', 'cookie'].some((name) => headers.has(name))) {
    headers.set('authorization', `Bearer ${OWNER_KEY}`);
  }
  return { ...init, headers };
}

/** The gateway as it runs, listening on a free port. */
export async function startGateway(servers: Servers, environment: Environment = {}) {
  const config = parseConfig(gatewayConfig, {
    DATABASE_URL: servers.database.url,
    NATS_URL: servers.nats.url,
    PORT: '0',
    OWNER_KEY,
    LOG_LEVEL: 'silent',
    PROGRESS_INTERVAL_MS: '50',
    ...environment,
  });
  const service = gatewayService(config);
  const built = await Test.createTestingModule({ imports: [GatewayModule.forRoot(config)] }).compile();
  const app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter(service.fastify));
  await service.prepare?.(app);
  for (const strategy of app.get<CustomTransportStrategy[]>(TRANSPORTS))
    app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app,
    url,
    port: Number(new URL(url).port),
    db: app.get(Database),
    requests: app.get(Requests),
    /** The path is taken as it is: percent escapes and all. */
    fetch: (path: string, init?: RequestInit) => fetch(`${url}${path}`, asOwner(init)),
    /** Bytes as they are, with whatever headers stand in them. */
    raw: (...pieces: (string | Buffer)[]) => exchange(Number(new URL(url).port), ...pieces),
    close: () => app.close(),
  };
}

export type RunningGateway = Awaited<ReturnType<typeof startGateway>>;

/** The gateway with everything it talks to. */
export async function startAll(environment: Environment = {}) {
  const [database, nats] = await Promise.all([testDatabase(), testNats()]);
  const others = await startOtherServices(database.url, nats.url);
  const gateway = await startGateway({ database, nats }, environment);
  return {
    ...gateway,
    others,
    database,
    nats,
    close: async () => {
      await gateway.close();
      await others.close();
      await nats.close();
      await database.close();
    },
  };
}

export type Everything = Awaited<ReturnType<typeof startAll>>;
