import { loadConfig, migrateService, migrationConfig } from '@powerpulse/runtime';
import { databaseOf } from './database.js';

const config = loadConfig(migrationConfig);
await migrateService(databaseOf(config));
