import { loadConfig, migrateService, migrationConfig } from '@powerpulse/runtime';
import { scoringDatabase } from './database.js';

const config = loadConfig(migrationConfig);
await migrateService(scoringDatabase(config));
