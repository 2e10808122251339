import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule, MonthlyTable } from '@powerpulse/messaging';
import { Database, DatabaseModule } from '@powerpulse/runtime';
import { AcceptUploadsHandler } from './commands/accept-uploads.command.js';
import { ApplySettingsHandler } from './commands/apply-settings.command.js';
import { CancelUploadsHandler } from './commands/cancel-uploads.command.js';
import { INGESTION_CONFIG, type IngestionConfig } from './config.js';
import { ingestionDatabase } from './database.js';
import { inbound } from './inbound.js';
import { IngestionController } from './ingestion.controller.js';
import { CountMatchesHandler } from './queries/count-matches.query.js';
import { GetConversationInstantsHandler } from './queries/get-conversation-instants.query.js';
import { GetConversationNamesHandler } from './queries/get-conversation-names.query.js';
import { GetDayTranscriptsHandler } from './queries/get-day-transcripts.query.js';
import { GetIngestProgressHandler } from './queries/get-ingest-progress.query.js';
import { GetMessagesHandler } from './queries/get-messages.query.js';
import { GetRejectsHandler } from './queries/get-rejects.query.js';
import { GetRemovedTextsHandler } from './queries/get-removed-texts.query.js';
import { SearchConversationsHandler } from './queries/search-conversations.query.js';
import { UploadReader } from './reading/read-upload.js';
import { ReadingLoop } from './reading/reading-loop.js';
import { UploadChunks } from './reading/upload-chunks.js';
import { UploadQueue } from './reading/upload-queue.js';

const commands = [AcceptUploadsHandler, CancelUploadsHandler, ApplySettingsHandler];

const queries = [
  GetConversationInstantsHandler,
  GetDayTranscriptsHandler,
  GetMessagesHandler,
  GetConversationNamesHandler,
  GetIngestProgressHandler,
  GetRejectsHandler,
  GetRemovedTextsHandler,
  SearchConversationsHandler,
  CountMatchesHandler,
];

@Module({})
export class IngestionModule {
  static forRoot(config: IngestionConfig): DynamicModule {
    return {
      module: IngestionModule,
      imports: [
        DatabaseModule.forRoot(ingestionDatabase(config.DATABASE_URL, config.DATABASE_POOL)),
        MessagingModule.forRoot({
          service: 'ingestion',
          natsUrl: config.NATS_URL,
          natsKeyFile: config.NATS_NKEY_FILE,
          natsCaFile: config.NATS_CA_FILE,
          inbound,
          eventsMaxBytes: config.EVENTS_MAX_BYTES,
          eventsReplicas: config.EVENTS_REPLICAS,
        }),
      ],
      controllers: [IngestionController],
      providers: [
        { provide: INGESTION_CONFIG, useValue: config },
        {
          provide: MonthlyTable,
          inject: [Database],
          useFactory: (database: Database) => new MonthlyTable(database, 'messages'),
        },
        UploadQueue,
        UploadChunks,
        UploadReader,
        ReadingLoop,
        ...commands,
        ...queries,
      ],
    };
  }
}
