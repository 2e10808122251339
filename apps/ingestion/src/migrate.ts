import { loadConfig, migrateService, migrationConfig } from '@powerpulse/runtime';
import { ingestionDatabase } from './database.js';

const config = loadConfig(migrationConfig);
await migrateService(ingestionDatabase(config.DATABASE_URL));
