import {
  ConversationIngested,
  type DataOf,
  type EventDefinition,
  UploadIngested,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { createService } from '@powerpulse/runtime';
import { testDatabase, testNats, until } from '@powerpulse/testing';
import pg from 'pg';
import type { IngestionConfig } from '../src/config.js';
import { IngestionModule } from '../src/ingestion.module.js';
import { type SentFile, startGatewayStandIn } from './gateway-stand-in.js';

type Ended = DataOf<typeof UploadIngested>;

/** Ingestion as it runs, on real servers, with a stand-in for the gateway. Batches are small, so that there are many. */
export async function startIngestion(settings: Partial<IngestionConfig> = {}) {
  const [database, nats] = await Promise.all([testDatabase(), testNats()]);
  const { gateway, app: gatewayApp } = await startGatewayStandIn(database.url, nats.url);
  const start = () => startReplica(database.url, nats.url, settings);
  const apps = [await start()];
  const db = directDatabase(database.url);
  const said = outboxReader(db);
  const ended = (...uploadIds: string[]): Promise<Ended[]> =>
    until(
      async () => {
        const all = await said(UploadIngested);
        const found = uploadIds.flatMap((id) => all.filter((each) => each.upload_id === id));
        return found.length >= uploadIds.length ? found : null;
      },
      { timeoutMs: 40_000 },
    );
  return {
    gateway,
    requests: gatewayApp.get(Requests),
    db,
    databaseUrl: database.url,
    natsUrl: nats.url,
    /** One more process, in effect. */
    addReplica: async () => {
      const app = await start();
      apps.push(app);
      return app;
    },
    stopFirst: async () => {
      await apps.shift()?.close();
    },
    /** As soon as UploadIngested is said of each of them. */
    ended,
    /** Sends a file as JSON in large chunks and waits until it is ingested. */
    sendFile: async (file: unknown, options: SentFile): Promise<string> => {
      const id = await gateway.send(JSON.stringify(file), { chunkBytes: 200_000, ...options });
      await ended(id);
      return id;
    },
    announced: async (uploadId?: string) => {
      const all = await said(ConversationIngested);
      return uploadId === undefined ? all : all.filter((event) => event.upload_id === uploadId);
    },
    close: async () => {
      await Promise.all(apps.map((app) => app.close()));
      await gatewayApp.close();
      await db.close();
      await nats.close();
      await database.close();
    },
  };
}

export type RunningIngestion = Awaited<ReturnType<typeof startIngestion>>;

async function startReplica(databaseUrl: string, natsUrl: string, settings: Partial<IngestionConfig>) {
  const config: IngestionConfig = {
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    DATABASE_POOL: 10,
    READERS: 2,
    BATCH_MESSAGES: 7,
    LEASE_SECONDS: 3,
    ...settings,
  };
  return createService(IngestionModule.forRoot(config), { service: 'ingestion' });
}

/** Beside the service: its connections may be cut, these not. */
function directDatabase(url: string) {
  const pool = new pg.Pool({ connectionString: url, options: '-c search_path=ingestion', max: 2 });
  return {
    query: async <R>(text: string, params: readonly unknown[] = []): Promise<R[]> =>
      (await pool.query(text, [...params])).rows as R[],
    close: () => pool.end(),
  };
}

/** Events as they stand in the outbox, oldest first. */
function outboxReader({ query }: ReturnType<typeof directDatabase>) {
  return async <D>(event: EventDefinition<string, D>): Promise<D[]> => {
    const rows = await query<{ data: string }>(
      'select data::text as data from outbox where name = $1 order by recorded_at, event_id',
      [event.name],
    );
    return rows.map((row) => JSON.parse(row.data) as D);
  };
}
