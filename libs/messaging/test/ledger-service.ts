import { type DynamicModule, Module } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Migration } from '@mikro-orm/migrations';
import {
  ConversationIngested,
  ConversationSplit,
  type DataOf,
  type EventEnvelope,
} from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import {
  type Delivery,
  type InboundOptions,
  MessagingModule,
  messagingTables,
  on,
} from '@powerpulse/messaging';
import { createService, Database, DatabaseModule } from '@powerpulse/runtime';

type Ingested = DataOf<typeof ConversationIngested>;

/** What a test wants to happen inside the handler, before its transaction. */
export class Behaviour {
  before: (events: readonly EventEnvelope<Ingested>[]) => void | Promise<void> = () => undefined;
  /** Inside the transaction, after the rows are written. */
  inside: (fresh: readonly EventEnvelope<Ingested>[]) => void | Promise<void> = () => undefined;
  readonly batches: number[] = [];
}

class Record extends Command<void> {
  constructor(readonly delivery: Delivery<Ingested>) {
    super();
  }
}

/** Counts in `effects` how often each event took effect, and answers each with a ConversationSplit. */
@CommandHandler(Record)
class RecordHandler implements ICommandHandler<Record> {
  constructor(private readonly behaviour: Behaviour) {}

  async execute({ delivery }: Record): Promise<void> {
    this.behaviour.batches.push(delivery.events.length);
    await this.behaviour.before(delivery.events);
    await delivery.commit(async ({ tx, emit }, fresh) => {
      await tx.query(
        `insert into effects (event_id) select unnest($1::uuid[])
         on conflict (event_id) do update set times = effects.times + 1`,
        [fresh.map(({ id }) => id)],
      );
      for (const event of fresh) emit(ConversationSplit, splitOf(event));
      await this.behaviour.inside(fresh);
    });
  }
}

export function splitOf(event: EventEnvelope<Ingested>) {
  const { conversation_id, upload_id, conversation_version } = event.data;
  const counts = { days_changed: 1, days_to_score: 1, days_unchanged: 0, days_retracted: 0 };
  return {
    organization: event.organization,
    id: eventId('ConversationSplit', event.id),
    correlationId: event.correlation_id,
    data: { conversation_id, upload_id, conversation_version, ...counts },
  };
}

class FirstMigration extends Migration {
  override up(): void {
    for (const sql of messagingTables('ledger')) this.addSql(sql);
    this.addSql('create table ledger.effects (event_id uuid primary key, times int not null default 1)');
  }
}

@Module({})
export class LedgerModule {
  static with(options: LedgerOptions, behaviour: Behaviour): DynamicModule {
    const { databaseUrl, natsUrl, inbound, retryDelaysMs = [100], ackWaitMs, lookEveryMs, waitMs } = options;
    return {
      module: LedgerModule,
      imports: [
        DatabaseModule.forRoot({
          url: databaseUrl,
          schema: 'ledger',
          entities: [],
          migrations: [FirstMigration],
          ...(waitMs !== undefined && { waitMs }),
        }),
        MessagingModule.forRoot({
          service: 'ledger',
          natsUrl,
          inbound: [on(ConversationIngested, { batch: 50, ...inbound }, (delivery) => new Record(delivery))],
          retryDelaysMs,
          ...(ackWaitMs !== undefined && { ackWaitMs }),
          ...(lookEveryMs !== undefined && { lookEveryMs }),
        }),
      ],
      providers: [RecordHandler, { provide: Behaviour, useValue: behaviour }],
    };
  }
}

export interface LedgerOptions {
  databaseUrl: string;
  natsUrl: string;
  inbound?: Partial<InboundOptions>;
  retryDelaysMs?: readonly number[];
  ackWaitMs?: number;
  lookEveryMs?: number;
  waitMs?: number;
}

/** One process of the service, as the bootstrap would build it. */
export async function startLedger(options: LedgerOptions, behaviour = new Behaviour()) {
  const app = await createService(LedgerModule.with(options, behaviour), { service: 'ledger' });
  const database = app.get(Database);
  return {
    app,
    behaviour,
    database,
    close: () => app.close(),
    /** Event id to how often it took effect. */
    effects: async () => {
      const rows = await database.query<{ id: string; times: number }>(
        'select event_id::text as id, times from effects',
      );
      return new Map(rows.map(({ id, times }) => [id, times]));
    },
    count: async (table: string) => {
      const [row] = await database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      return row?.n ?? 0;
    },
  };
}

export type Ledger = Awaited<ReturnType<typeof startLedger>>;
