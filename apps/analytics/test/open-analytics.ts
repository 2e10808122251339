import { durableName } from '@powerpulse/contracts';
import { Database, type DatabaseOptions, type Tx } from '@powerpulse/runtime';
import { testDatabase } from '@powerpulse/testing';
import { analyticsDatabase } from '../src/analytics-database.js';
import type { ProjectedEvent } from '../src/projection/projector.js';
import { Projector } from '../src/projection/projector.js';

export interface TestAnalytics {
  readonly database: Database;
  readonly options: DatabaseOptions;
  /** In transactions of `size` events. */
  project(events: readonly ProjectedEvent[], size?: number): Promise<void>;
  close(): Promise<void>;
}

/** The service's schema in a fresh database. */
export async function openAnalytics(activeScorer: string | null = null): Promise<TestAnalytics> {
  const empty = await testDatabase();
  const options = analyticsDatabase(empty.url);
  const database = await Database.open(options);
  const projector = new Projector(activeScorer);
  return {
    database,
    options,
    project: async (events, size = 100) => {
      for (let i = 0; i < events.length; i += size)
        await database.transaction(async (tx) => {
          const batch = events.slice(i, i + size);
          await projector.project(tx, await newInInbox(tx, batch));
        });
    },
    close: async () => {
      await database.close();
      await empty.close();
    },
  };
}

/** Marks the events as messaging does: those that were not marked before are new. */
async function newInInbox(tx: Tx, events: readonly ProjectedEvent[]): Promise<ProjectedEvent[]> {
  const marked = await tx.query<{ id: string }>(
    `insert into inbox (consumer, event_id, occurred_at, organization, name, version, correlation_id, payload)
     select durable, id, occurred_at, organization, name, version, correlation_id, data
     from json_to_recordset($1) as e(durable text, id uuid, occurred_at timestamptz, organization text, name text,
       version int, correlation_id text, data jsonb)
     on conflict do nothing returning event_id as id`,
    [JSON.stringify(events.map((event) => ({ ...event, durable: durableName('analytics', event.name) })))],
  );
  const ids = new Set(marked.map(({ id }) => id));
  return events.filter(({ id }) => ids.has(id));
}

/** A hash per read model over all rows of the live generation, without what tells when or where they were written. */
export async function contentHashes(database: Database, organization = 'default') {
  const hash = (table: string, technical: string[]) => `
    select '${table}' as table, count(*)::int as rows, coalesce(md5(string_agg(row::text, chr(10) order by row)), '') as hash
    from (select (to_jsonb(t) - array[${['generation', ...technical].map((name) => `'${name}'`).join(', ')}]::text[])::text
            collate "C" as row
          from ${table} t join organizations o on o.organization = t.organization and o.live_generation = t.generation
          where t.organization = $1) as rows`;
  return database.query<{ table: string; rows: number; hash: string }>(
    [
      hash('conversation_days', []),
      hash('conversations', []),
      hash('daily_metrics', ['updated_at']),
      hash('topic_days', []),
      hash('day_gaps', []),
    ].join(' union all '),
    [organization],
  );
}
