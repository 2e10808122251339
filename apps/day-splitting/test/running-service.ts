import {
  ConversationDayCreated,
  ConversationDayRetracted,
  ConversationSplit,
  type DataOf,
  type EventDefinition,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { createService, Database } from '@powerpulse/runtime';
import { testDatabase, testNats, until } from '@powerpulse/testing';
import { DaySplittingModule } from '../src/day-splitting.module.js';
import { startIngestionStandIn } from './ingestion-stand-in.js';

export type DayCreated = DataOf<typeof ConversationDayCreated>;
export type DayRetracted = DataOf<typeof ConversationDayRetracted>;
export type Split = DataOf<typeof ConversationSplit>;

/** Day-splitting as it runs, in some replicas, on real servers, with a stand-in for ingestion. */
export async function startDaySplitting(replicas = 1) {
  const [database, nats] = await Promise.all([testDatabase(), testNats()]);
  const { ingestion, close } = await startIngestionStandIn(database.url, nats.url);
  const first = await startReplica(database.url, nats.url);
  const apps = [first];
  while (apps.length < replicas) apps.push(await startReplica(database.url, nats.url));
  const db = first.get(Database);

  /** What was said, as it stands in the outbox. */
  const said = async <D>(event: EventDefinition<string, D>): Promise<D[]> => {
    const rows = await db.query<{ data: D }>(
      `select data from outbox where name = $1
       order by recorded_at, data->>'conversation_id', data->>'date', data->>'version', event_id`,
      [event.name],
    );
    return rows.map((row) => row.data);
  };
  const splits = (count: number): Promise<Split[]> =>
    until(
      async () => {
        const all = await said(ConversationSplit);
        return all.length >= count ? all : null;
      },
      { timeoutMs: 30_000 },
    );
  return {
    ingestion,
    db,
    natsUrl: nats.url,
    requests: first.get(Requests),
    said,
    /** As soon as so many ConversationIngested are split. */
    splits,
    created: () => said(ConversationDayCreated),
    retracted: () => said(ConversationDayRetracted),
    close: async () => {
      await Promise.all(apps.map((app) => app.close()));
      await close();
      await nats.close();
      await database.close();
    },
  };
}

export type RunningDaySplitting = Awaited<ReturnType<typeof startDaySplitting>>;

async function startReplica(databaseUrl: string, natsUrl: string) {
  const config = {
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent' as const,
    DATABASE_POOL: 10,
  };
  return createService(DaySplittingModule.forRoot(config), { service: 'day-splitting' });
}

/** The days that count: of each the highest version, unless that is a retraction. */
export function liveDays(created: readonly DayCreated[], retracted: readonly DayRetracted[]): DayCreated[] {
  const newest = new Map<string, DayCreated | DayRetracted>();
  for (const day of [...created, ...retracted]) {
    if ((newest.get(day.day_id)?.version ?? 0) < day.version) newest.set(day.day_id, day);
  }
  return [...newest.values()].filter((day) => 'transcript_hash' in day);
}
