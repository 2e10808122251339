import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule, MonthlyTable } from '@powerpulse/messaging';
import { Database, DatabaseModule } from '@powerpulse/runtime';
import { ApplySettingsHandler } from './commands/apply-settings.command.js';
import { ResplitPageHandler } from './commands/resplit-page.command.js';
import { SplitConversationsHandler } from './commands/split-conversations.command.js';
import type { DaySplittingConfig } from './config.js';
import { daySplittingDatabase } from './database.js';
import { DaySplittingController } from './day-splitting.controller.js';
import { inbound } from './inbound.js';
import { CurrentConversations } from './ingestion/current-conversations.js';
import { TryTimeZoneHandler } from './queries/try-time-zone.query.js';
import { ResplitLoop } from './resplit-loop.js';
import { ResplitQueue } from './tables/resplit-queue.js';

@Module({})
export class DaySplittingModule {
  static forRoot(config: DaySplittingConfig): DynamicModule {
    return {
      module: DaySplittingModule,
      imports: [
        DatabaseModule.forRoot(daySplittingDatabase(config.DATABASE_URL, config.DATABASE_POOL)),
        MessagingModule.forRoot({
          service: 'day-splitting',
          natsUrl: config.NATS_URL,
          natsKeyFile: config.NATS_NKEY_FILE,
          natsCaFile: config.NATS_CA_FILE,
          inbound,
          eventsMaxBytes: config.EVENTS_MAX_BYTES,
          eventsReplicas: config.EVENTS_REPLICAS,
        }),
      ],
      controllers: [DaySplittingController],
      providers: [
        {
          provide: MonthlyTable,
          inject: [Database],
          useFactory: (database: Database) => new MonthlyTable(database, 'days'),
        },
        CurrentConversations,
        ResplitQueue,
        ResplitLoop,
        SplitConversationsHandler,
        ApplySettingsHandler,
        ResplitPageHandler,
        TryTimeZoneHandler,
      ],
    };
  }
}
