import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';
import { Module } from '@nestjs/common';
import { MessagingModule, messagingTables } from '@powerpulse/messaging';
import { createService, DatabaseModule } from '@powerpulse/runtime';
import { AnalyticsStandIn } from './analytics-stand-in.js';
import { IngestionStandIn } from './ingestion-stand-in.js';
import { JudgingStandIn } from './judging-stand-in.js';
import { ReplaysStandIn } from './replays-stand-in.js';
import { ScoringStandIn } from './scoring-stand-in.js';

/** MikroORM wants one; the stand-ins keep everything in memory. */
@Entity()
class Unused {
  @PrimaryKey({ type: 'text' })
  id!: string;
}

class StandInTables extends Migration {
  override name = 'stand-in';

  override up(): void {
    for (const statement of messagingTables('others')) this.addSql(statement);
  }
}

@Module({})
class OtherServices {}

/** The other processes of PowerPulse, as far as the gateway sees them. */
export async function startOtherServices(databaseUrl: string, natsUrl: string) {
  const app = await createService(
    {
      module: OtherServices,
      imports: [
        DatabaseModule.forRoot({
          url: databaseUrl,
          schema: 'others',
          entities: [Unused],
          migrations: [StandInTables],
        }),
        MessagingModule.forRoot({ service: 'others', natsUrl }),
      ],
      controllers: [AnalyticsStandIn, IngestionStandIn, ScoringStandIn, JudgingStandIn, ReplaysStandIn],
    },
    { service: 'others' },
  );
  await app.startAllMicroservices();
  await app.init();
  return {
    analytics: app.get(AnalyticsStandIn),
    ingestion: app.get(IngestionStandIn),
    scoring: app.get(ScoringStandIn),
    judging: app.get(JudgingStandIn),
    replays: app.get(ReplaysStandIn),
    close: () => app.close(),
  };
}
