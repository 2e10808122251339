import { loadConfig, runService } from '@powerpulse/runtime';
import { AnalyticsModule } from './analytics.module.js';
import { analyticsConfigSchema } from './config.js';

const config = loadConfig(analyticsConfigSchema);
await runService(AnalyticsModule.forRoot(config), config, { service: 'analytics' });
