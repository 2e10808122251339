import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES } from './service-table.js';

/** Every service's migrations, one after the other in one process, as the role that DATABASE_URL names. */
for (const { name } of SERVICES) {
  await import(pathToFileURL(path.resolve(import.meta.dirname, '../..', name, 'src/migrate.js')).href);
}
