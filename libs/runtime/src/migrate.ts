import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { CompleteOptions } from './database-options.js';
import { InvalidInput, Unavailable } from './errors.js';

/**
 * Brings the schema up to date as a role that may change it: a migrator's job, or the one role of a small installation.
 * A role that may only read and write its tables is told to come back until somebody else has done so.
 */
export async function migrate(options: CompleteOptions): Promise<void> {
  await guarded(options, async (guard) => {
    if (await mayChange(guard, options.schema)) await bringUpToDate(guard, options);
    else await assertUpToDate(guard, options);
  });
}

/**
 * Takes back what came after a migration, the newest first: for a release that is to be replaced by the one before it.
 * What only the newer one kept is gone with its tables.
 */
export async function migrateBack(options: CompleteOptions, to: string): Promise<void> {
  await guarded(options, async (guard) => {
    await lockMigrations(guard, options.schema);
    await withMigrator(options, async (migrator) => {
      const done = (await migrator.getExecuted()).map(({ name }) => name);
      if (!done.includes(to))
        throw new InvalidInput(`${options.schema} never was at ${to}, only at ${done.join(', ')}`);
      await migrator.down({ to });
    });
  });
}

async function guarded(options: CompleteOptions, work: (guard: pg.Client) => Promise<void>): Promise<void> {
  const guard = new pg.Client({ connectionString: options.clientUrl, connectionTimeoutMillis: 5_000 });
  let lost: Error | undefined;
  guard.on('error', (error) => (lost = error));
  await guard.connect();
  try {
    await work(guard);
    if (lost) throw lost;
  } finally {
    await guard.end();
  }
}

async function mayChange(guard: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await guard.query<{ may: boolean }>(
    `select case when to_regnamespace($1) is null then has_database_privilege(current_database(), 'CREATE')
       else has_schema_privilege(to_regnamespace($1), 'CREATE') end as may`,
    [schema],
  );
  return rows[0]?.may ?? false;
}

/**
 * Processes that start at the same time wait for each other; one that is killed leaves nothing half-done, because
 * migrations are transactional and the lock ends with its connection.
 */
async function bringUpToDate(guard: pg.Client, options: CompleteOptions): Promise<void> {
  await lockMigrations(guard, options.schema);
  await createSchema(guard, options.schema);
  await withMigrator(options, (migrator) => migrator.up());
}

async function lockMigrations(guard: pg.Client, schema: string): Promise<void> {
  await guard.query('select pg_advisory_lock(hashtextextended($1, 0))', [`powerpulse:migrate:${schema}`]);
}

/** `if not exists` alone demands the right to create schemas, which a schema's owner need not have. */
async function createSchema(guard: pg.Client, schema: string): Promise<void> {
  const { rows } = await guard.query<{ there: boolean }>('select to_regnamespace($1) is not null as there', [
    schema,
  ]);
  if (!rows[0]?.there) await guard.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
}

async function assertUpToDate(guard: pg.Client, options: CompleteOptions): Promise<void> {
  const { rows } = await guard.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `${options.schema}.migrations`,
  ]);
  const pending = rows[0]?.there
    ? await withMigrator(options, (migrator) => migrator.getPending())
    : [{ name: 'all' }];
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name).join(', ');
  throw new Unavailable(
    `Migrations of ${options.schema} are still to be run (${names}), by a role that may change the schema.`,
  );
}

/** In a pool of its own, without the time limits of ordinary statements: an index may take minutes. */
async function withMigrator<T>(
  options: CompleteOptions,
  work: (migrator: MikroORM['migrator']) => Promise<T>,
): Promise<T> {
  const orm = new MikroORM({
    ...options,
    pool: { min: 0, max: 2 },
    driverOptions: { ...options.driverOptions, statement_timeout: 0, idle_in_transaction_session_timeout: 0 },
  });
  try {
    return await work(orm.migrator);
  } finally {
    await orm.close();
  }
}
