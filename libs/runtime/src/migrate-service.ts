import { parseArgs } from 'node:util';
import { Database } from './database.js';
import { databaseOptions, type DatabaseOptions } from './database-options.js';
import { configureLogging, createLogger } from './logger.js';
import { defaultLogLevel } from './config.js';
import { migrateBack } from './migrate.js';

/**
 * Brings a service's schema up to date and ends: what a job does before the new version is rolled out. With
 * `--back-to NAME` it takes back what came after that migration instead.
 */
export async function migrateService(options: DatabaseOptions): Promise<void> {
  configureLogging({ service: options.schema, level: defaultLogLevel() });
  const { values } = parseArgs({ options: { 'back-to': { type: 'string' } } });
  const to = values['back-to'];
  if (to !== undefined) {
    await migrateBack(databaseOptions(options), to);
    createLogger('migrations').info(`the schema is at ${to} again`);
    return;
  }
  const database = await Database.open({ ...options, poolSize: 2 });
  await database.close();
  createLogger('migrations').info('the schema is up to date');
}
