import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { CompleteOptions } from './database-options.js';

/**
 * Brings the schema up to date. Processes that start at the same time wait for each other; one that is killed leaves
 * nothing half-done, because migrations are transactional and the lock ends with its connection.
 */
export async function migrate(options: CompleteOptions): Promise<void> {
  const guard = new pg.Client({ connectionString: options.clientUrl, connectionTimeoutMillis: 5_000 });
  let lost: Error | undefined;
  guard.on('error', (error) => (lost = error));
  await guard.connect();
  try {
    await guard.query('select pg_advisory_lock(hashtextextended($1, 0))', [
      `powerpulse:migrate:${options.schema}`,
    ]);
    await createSchema(guard, options.schema);
    await runMigrations(options);
    if (lost) throw lost;
  } finally {
    await guard.end();
  }
}

/** `if not exists` alone demands the right to create schemas, which a service's role need not have. */
async function createSchema(guard: pg.Client, schema: string): Promise<void> {
  const { rows } = await guard.query<{ there: boolean }>('select to_regnamespace($1) is not null as there', [
    schema,
  ]);
  if (!rows[0]?.there) await guard.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
}

/** In a pool of its own, without the time limits of ordinary statements: an index may take minutes. */
async function runMigrations(options: CompleteOptions): Promise<void> {
  const orm = new MikroORM({
    ...options,
    pool: { min: 0, max: 2 },
    driverOptions: { ...options.driverOptions, statement_timeout: 0, idle_in_transaction_session_timeout: 0 },
  });
  try {
    await orm.migrator.up();
  } finally {
    await orm.close();
  }
}
