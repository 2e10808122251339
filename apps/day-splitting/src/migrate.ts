import { loadConfig, migrateService, migrationConfig } from '@powerpulse/runtime';
import { daySplittingDatabase } from './database.js';

const config = loadConfig(migrationConfig);
await migrateService(daySplittingDatabase(config.DATABASE_URL));
