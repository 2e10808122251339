import { Database } from './database.js';
import type { DatabaseOptions } from './database-options.js';
import { configureLogging, createLogger } from './logger.js';
import { defaultLogLevel } from './config.js';

/** Brings a service's schema up to date and ends: what a job does before the new version is rolled out. */
export async function migrateService(options: DatabaseOptions): Promise<void> {
  configureLogging({ service: options.schema, level: defaultLogLevel() });
  const database = await Database.open({ ...options, poolSize: 2 });
  await database.close();
  createLogger('migrations').info('the schema is up to date');
}
