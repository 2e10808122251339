import type { DatabaseOptions } from '@powerpulse/runtime';
import { FirstAnalytics20261120 } from './migrations/2026-11-20-first.migration.js';
import { AnnouncedDate } from './tables/announced-date.entity.js';
import { Conversation } from './tables/conversation.entity.js';
import { ConversationDay } from './tables/conversation-day.entity.js';
import { DailyMetrics } from './tables/daily-metrics.entity.js';
import { DayGap } from './tables/day-gap.entity.js';
import { Generation } from './tables/generation.entity.js';
import { JudgedDay } from './tables/judged-day.entity.js';
import { Organization } from './tables/organization.entity.js';
import { Replay } from './tables/replay.entity.js';
import { TopicDays } from './tables/topic-days.entity.js';
import { UploadProgress } from './tables/upload-progress.entity.js';

export const analyticsDatabase = (url: string, poolSize?: number): DatabaseOptions => ({
  url,
  poolSize,
  schema: 'analytics',
  entities: [
    AnnouncedDate,
    Conversation,
    ConversationDay,
    DailyMetrics,
    DayGap,
    Generation,
    JudgedDay,
    Organization,
    Replay,
    TopicDays,
    UploadProgress,
  ],
  migrations: [FirstAnalytics20261120],
});
