import { loadConfig, runService } from '@powerpulse/runtime';
import { ingestionConfig } from './config.js';
import { IngestionModule } from './ingestion.module.js';

const config = loadConfig(ingestionConfig);
await runService(IngestionModule.forRoot(config), config, { service: 'ingestion' });
