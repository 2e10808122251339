import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import type { Options } from '@mikro-orm/postgresql';
import type { Constructor, MigrationObject } from '@mikro-orm/core';
import { createLogger } from './logger.js';

export interface DatabaseOptions {
  url: string;
  /** The service's own schema; also its search path. */
  schema: string;
  entities: NonNullable<Options['entities']>;
  /** In order. Listed, so that they survive bundling and need no file system. */
  migrations: readonly (MigrationObject | Constructor<Migration>)[];
  /** Connections this process may hold. */
  poolSize?: number;
  /** How long to wait for the server at boot. */
  waitMs?: number;
  /** A statement that runs longer is cancelled. */
  statementTimeoutMs?: number;
}

export type CompleteOptions = Options & { clientUrl: string; schema: string };

/** What MikroORM gets. Also what a service exports for MikroORM's command line. */
export function databaseOptions(options: DatabaseOptions): CompleteOptions {
  const log = createLogger('orm');
  return {
    clientUrl: options.url,
    schema: options.schema,
    entities: options.entities,
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    migrations: {
      migrationsList: [...options.migrations],
      tableName: 'migrations',
      snapshot: false,
      disableForeignKeys: false,
    },
    logger: (message) => log.debug(message),
    pool: { min: 0, max: options.poolSize ?? 10 },
    driverOptions: {
      application_name: options.schema,
      options: `-c search_path=${options.schema}`,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  };
}
