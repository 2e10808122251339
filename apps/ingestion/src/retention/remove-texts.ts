import { isOutage } from '@powerpulse/runtime';
import pg from 'pg';
import { type Archive, archivePartition } from './archive.js';
import { type DuePartition, duePartitions, keptFromOf } from './due-partitions.js';

export interface Retention {
  /** As the role that owns the schema. */
  databaseUrl: string;
  months: number;
  /** Where a copy goes before text is removed; none is kept without it. */
  archive?: string | undefined;
  dryRun: boolean;
  now?: Date;
  onRemoved?: (partition: DuePartition, archive: Archive | null) => void;
}

export interface Removal {
  keptFrom: Date;
  partitions: DuePartition[];
  /** Customers whose last message is as old. */
  names: number;
}

const ATTEMPTS = 5;

/**
 * Takes the words of old messages and the names of customers who have not written since. What numbers are made of
 * (that a message was there, when, from whom) stays, and its identity too: uploaded again, it is still a duplicate.
 */
export async function removeTexts(retention: Retention): Promise<Removal> {
  const client = new pg.Client({
    connectionString: retention.databaseUrl,
    options: '-c search_path=ingestion -c lock_timeout=10s -c timezone=UTC',
    application_name: 'retention',
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ ours: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('powerpulse:retention', 0)) as ours`,
    );
    if (!rows[0]?.ours) throw new Error('Retention runs already, in another process.');
    await becomeOwner(client);
    return await run(client, retention);
  } finally {
    await client.end();
  }
}

/** What a superuser makes would be a superuser's: the migrator's functions could not get at it. */
async function becomeOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    `select pg_get_userbyid(relowner) as owner from pg_class where oid = 'messages'::regclass`,
  );
  await client.query(`set role ${pg.escapeIdentifier(rows[0]?.owner ?? '')}`);
}

async function run(client: pg.Client, retention: Retention): Promise<Removal> {
  const keptFrom = keptFromOf(retention.now ?? new Date(), retention.months);
  const partitions = await duePartitions(client, keptFrom);
  if (!retention.dryRun) {
    for (const partition of partitions) {
      const archive = await patiently(() => emptyPartition(client, partition, keptFrom, retention.archive));
      retention.onRemoved?.(partition, archive);
    }
  }
  return { keptFrom, partitions, names: await removeNames(client, keptFrom, retention.dryRun) };
}

/** Somebody who writes into the month may hold a lock; what was begun is rolled back and begun anew. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The partition is replaced by one without text: the old one's file leaves the disk, and nobody sees anything between. */
async function emptyPartition(
  client: pg.Client,
  { name, bound, messages }: DuePartition,
  keptFrom: Date,
  folder: string | undefined,
): Promise<Archive | null> {
  await client.query('begin');
  try {
    await client.query(`lock table "${name}" in share mode`);
    const archive = folder === undefined ? null : await archivePartition(client, name, keptFrom, folder);
    await client.query(`create table emptied (like messages including all)`);
    await client.query(`insert into emptied select ${await columnsWithout(client)} from "${name}"`, [
      keptFrom,
    ]);
    await client.query(`alter table messages detach partition "${name}"`);
    await client.query(`drop table "${name}"`);
    await client.query(`alter table emptied rename to "${name}"`);
    await client.query(`alter table messages attach partition "${name}" ${bound}`);
    await client.query(
      `insert into removed_texts (partition, kept_from, messages, archive, archive_sha256) values ($1, $2, $3, $4, $5)`,
      [name, keptFrom, messages, archive?.file ?? null, archive?.sha256 ?? null],
    );
    await client.query('commit');
    return archive;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** All columns there are, whatever later migrations add; text only where it is young enough. */
async function columnsWithout(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'messages'::regclass and attnum > 0 and not attisdropped
     order by attnum`,
  );
  const column = (name: string) =>
    name === 'text' ? 'case when at < $1 then null else text end' : pg.escapeIdentifier(name);
  return rows.map(({ name }) => column(name)).join(', ');
}

async function removeNames(client: pg.Client, keptFrom: Date, dryRun: boolean): Promise<number> {
  const old = 'last_at < $1 and customer_name is not null';
  if (dryRun) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from conversations where ${old}`,
      [keptFrom],
    );
    return rows[0]?.n ?? 0;
  }
  const done = await client.query(
    // Only a later message than all there are can bring a name again.
    `update conversations set customer_name = null, customer_name_at = last_at + interval '1 millisecond' where ${old}`,
    [keptFrom],
  );
  return done.rowCount ?? 0;
}
