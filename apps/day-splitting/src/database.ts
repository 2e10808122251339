import type { DatabaseOptions } from '@powerpulse/runtime';
import { First20261120 } from './migrations/2026-11-20-first.migration.js';
import { Conversation } from './tables/conversation.entity.js';
import { Day } from './tables/day.entity.js';
import { Organization } from './tables/organization.entity.js';
import { Resplit } from './tables/resplit.entity.js';
import { UnannouncedDays } from './tables/unannounced-days.entity.js';

export const daySplittingDatabase = (url: string, poolSize?: number): DatabaseOptions => ({
  url,
  schema: 'day_splitting',
  entities: [Organization, Conversation, Day, UnannouncedDays, Resplit],
  migrations: [First20261120],
  ...(poolSize !== undefined && { poolSize }),
});
