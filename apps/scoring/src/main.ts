import 'reflect-metadata';
import { loadConfig, runService } from '@powerpulse/runtime';
import { scoringConfigSchema } from './config.js';
import { ScoringModule } from './scoring.module.js';

const config = loadConfig(scoringConfigSchema);
await runService(ScoringModule.forRoot(config), config, { service: 'scoring' });
