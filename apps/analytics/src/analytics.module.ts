import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule } from '@powerpulse/messaging';
import { DatabaseModule } from '@powerpulse/runtime';
import { analyticsDatabase } from './analytics-database.js';
import { AnalyticsController } from './analytics.controller.js';
import { DateAnnouncer } from './announcements/date-announcer.js';
import { ApplySettingsHandler } from './commands/apply-settings.command.js';
import { ProjectEventsHandler } from './commands/project-events.command.js';
import { StartReplayHandler } from './commands/start-replay.command.js';
import { SteerReplayHandler } from './commands/steer-replay.command.js';
import type { AnalyticsConfig } from './config.js';
import { GenerationBuilder } from './generations/generation-builder.js';
import { Readers } from './generations/readers.js';
import { inbound } from './inbound.js';
import { Projector } from './projection/projector.js';
import { ExplainChangeHandler } from './queries/explain-change.query.js';
import { GetChangesHandler } from './queries/get-changes.query.js';
import { GetConversationHandler } from './queries/get-conversation.query.js';
import { GetDailyGroupsHandler } from './queries/get-daily-groups.query.js';
import { GetDailyMetricsHandler } from './queries/get-daily-metrics.query.js';
import { GetMetricGroupsHandler } from './queries/get-metric-groups.query.js';
import { GetMetricsHandler } from './queries/get-metrics.query.js';
import { GetProjectionProgressHandler } from './queries/get-projection-progress.query.js';
import { ListConversationDaysHandler } from './queries/list-conversation-days.query.js';
import { ListConversationsHandler } from './queries/list-conversations.query.js';
import { ListLowestDaysHandler } from './queries/list-lowest-days.query.js';
import { ListReplaysHandler } from './queries/list-replays.query.js';
import { GetWhatIfHandler } from './queries/get-what-if.query.js';
import { LiveModels } from './queries/live-models.js';

import { ColumnsCache } from './what-if/columns-cache.js';

@Module({})
export class AnalyticsModule {
  static forRoot(config: AnalyticsConfig): DynamicModule {
    return {
      module: AnalyticsModule,
      imports: [
        DatabaseModule.forRoot(analyticsDatabase(config.DATABASE_URL, config.DATABASE_POOL)),
        MessagingModule.forRoot({
          service: 'analytics',
          natsUrl: config.NATS_URL,
          natsKeyFile: config.NATS_NKEY_FILE,
          natsCaFile: config.NATS_CA_FILE,
          inbound,
          eventsMaxBytes: config.EVENTS_MAX_BYTES,
          eventsReplicas: config.EVENTS_REPLICAS,
        }),
      ],
      controllers: [AnalyticsController],
      providers: [
        { provide: Projector, useFactory: () => new Projector(config.ACTIVE_SCORER ?? null) },
        GenerationBuilder,
        Readers,
        DateAnnouncer,
        LiveModels,
        ProjectEventsHandler,
        ApplySettingsHandler,
        { provide: ColumnsCache, useFactory: () => new ColumnsCache(config.WHAT_IF_MEMORY_MB * 2 ** 20) },
        GetWhatIfHandler,
        StartReplayHandler,
        SteerReplayHandler,
        ListReplaysHandler,
        GetChangesHandler,
        GetMetricsHandler,
        GetDailyMetricsHandler,
        GetMetricGroupsHandler,
        GetDailyGroupsHandler,
        ExplainChangeHandler,
        ListConversationDaysHandler,
        ListConversationsHandler,
        GetConversationHandler,
        ListLowestDaysHandler,
        GetProjectionProgressHandler,
      ],
    };
  }
}
