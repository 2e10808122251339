import { loadConfig, runService } from '@powerpulse/runtime';
import { daySplittingConfig } from './config.js';
import { DaySplittingModule } from './day-splitting.module.js';

const config = loadConfig(daySplittingConfig);
await runService(DaySplittingModule.forRoot(config), config, { service: 'day-splitting' });
