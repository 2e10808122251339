import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';
import { Module } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DayUnscored } from '@powerpulse/contracts';
import { type Delivery, MessagingModule, messagingTables, on } from '@powerpulse/messaging';
import { createService, Database, DatabaseModule, InvalidInput } from '@powerpulse/runtime';

@Entity()
class Unused {
  @PrimaryKey({ type: 'text' })
  id!: string;
}

class Tables extends Migration {
  override name = 'failing';

  override up(): void {
    for (const statement of messagingTables('analytics')) this.addSql(statement);
    this.addSql('create table analytics.effects (event_id uuid primary key, times int not null default 1)');
  }
}

/** Whether handling fails, and with which words. */
export class Mood {
  failure: string | null = null;
}

class Take extends Command<void> {
  constructor(readonly delivery: Delivery<unknown>) {
    super();
  }
}

@CommandHandler(Take)
class TakeHandler implements ICommandHandler<Take> {
  constructor(private readonly mood: Mood) {}

  async execute({ delivery }: Take): Promise<void> {
    if (this.mood.failure !== null) throw new InvalidInput(this.mood.failure);
    await delivery.commit(async ({ tx }, fresh) => {
      await tx.query(
        `insert into effects (event_id) select unnest($1::uuid[])
         on conflict (event_id) do update set times = effects.times + 1`,
        [fresh.map(({ id }) => id)],
      );
    });
  }
}

@Module({})
class FailingModule {}

/** A service of the name of analytics, with messaging as every service has it, that fails when told to. */
export async function startFailingService(databaseUrl: string, natsUrl: string) {
  const mood = new Mood();
  const app = await createService(
    {
      module: FailingModule,
      imports: [
        DatabaseModule.forRoot({
          url: databaseUrl,
          schema: 'analytics',
          entities: [Unused],
          migrations: [Tables],
        }),
        MessagingModule.forRoot({
          service: 'analytics',
          natsUrl,
          inbound: [on(DayUnscored, { batch: 10 }, (delivery) => new Take(delivery))],
        }),
      ],
      providers: [TakeHandler, { provide: Mood, useValue: mood }],
    },
    { service: 'analytics' },
  );
  return {
    mood,
    effects: () => app.get(Database).query<{ event_id: string; times: number }>('select * from effects'),
    close: () => app.close(),
  };
}
