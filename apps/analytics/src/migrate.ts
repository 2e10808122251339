import { loadConfig, migrateService, migrationConfig } from '@powerpulse/runtime';
import { analyticsDatabase } from './analytics-database.js';

const config = loadConfig(migrationConfig);
await migrateService(analyticsDatabase(config.DATABASE_URL));
