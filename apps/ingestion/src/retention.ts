import { configureLogging, createLogger, loadConfig } from '@powerpulse/runtime';
import { parseArgs } from 'node:util';
import { retentionConfig } from './config.js';
import { removeTexts } from './retention/remove-texts.js';

/** A job: once a month, as the migrator. docs/operating.md, "Keep less". */
const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const config = loadConfig(retentionConfig);
configureLogging({ service: 'retention', level: config.LOG_LEVEL });
const log = createLogger('retention');
const dryRun = values['dry-run'];
try {
  const { keptFrom, partitions, names } = await removeTexts({
    databaseUrl: config.DATABASE_URL,
    months: config.RETENTION_MESSAGES_MONTHS,
    archive: config.RETENTION_ARCHIVE,
    dryRun,
    onRemoved: ({ name, messages }, archive) =>
      log.info({ partition: name, messages, archive }, 'text removed'),
  });
  const totals = { kept_from: keptFrom, partitions: partitions.length, names };
  if (dryRun) log.info({ ...totals, due: partitions }, 'nothing was removed: a dry run');
  else log.info(totals, 'done');
} catch (error) {
  log.fatal({ err: error }, 'retention failed; what was begun was rolled back');
  process.exitCode = 1;
}
