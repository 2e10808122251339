import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  BatchScored,
  ConversationDayCreated,
  type DataOf,
  DayUnscored,
  type EventEnvelope,
  type ScoredDay,
} from '@powerpulse/contracts';
import { createService, parseConfig } from '@powerpulse/runtime';
import {
  type EventStream,
  eventStream,
  type TestDatabase,
  testDatabase,
  type TestNats,
  testNats,
  until,
} from '@powerpulse/testing';
import pg from 'pg';
import { scoringConfigSchema } from '../src/config.js';
import { ScoringModule } from '../src/scoring.module.js';
import { type IngestionStandIn, ingestionStandIn } from './ingestion-stand-in.js';
import type { MadeDay } from './made-days.js';

export type Unscored = DataOf<typeof DayUnscored>;

/** Scoring between a real broker and a real database, with what it asks and tells. */
export class ScoringStand {
  private readonly apps: NestFastifyApplication[] = [];
  private readonly queries: pg.Pool;

  private constructor(
    private readonly database: TestDatabase,
    private readonly nats: TestNats,
    readonly ingestion: IngestionStandIn,
    readonly stream: EventStream,
  ) {
    this.queries = new pg.Pool({
      connectionString: database.url,
      options: '-c search_path=scoring',
      max: 2,
    });
  }

  static async open(): Promise<ScoringStand> {
    const [database, nats] = await Promise.all([testDatabase(), testNats()]);
    return new ScoringStand(database, nats, await ingestionStandIn(nats.url), await eventStream(nats.url));
  }

  /** For a replica, in this process or as one of its own. */
  get env(): Record<string, string> {
    return {
      DATABASE_URL: this.database.url,
      NATS_URL: this.nats.url,
      PORT: '0',
      EVENTS_MAX_BYTES: '500000000',
    };
  }

  /** A replica in this process. */
  async start(env: Record<string, string> = {}): Promise<NestFastifyApplication> {
    const config = parseConfig(scoringConfigSchema, { ...this.env, ...env });
    const app = await createService(ScoringModule.forRoot(config), { service: 'scoring' });
    await app.startAllMicroservices();
    await app.init();
    this.apps.push(app);
    return app;
  }

  /** Ingestion has their words, day-splitting announces them. */
  async announce(...days: readonly MadeDay[]): Promise<void> {
    this.ingestion.add(...days);
    await this.publish(...days.map((day) => day.event));
  }

  async publish(...events: readonly EventEnvelope<DataOf<typeof ConversationDayCreated>>[]): Promise<void> {
    await Promise.all(events.map((event) => this.stream.publish(ConversationDayCreated, event)));
  }

  batches() {
    return this.stream.events(BatchScored);
  }

  /** All ends told so far. */
  async ends(): Promise<{ scored: ScoredDay[]; unscored: Unscored[] }> {
    const scored = (await this.batches()).flatMap((event) => event.data.days);
    const unscored = (await this.stream.events(DayUnscored)).map((event) => event.data);
    return { scored, unscored };
  }

  /** Waits until so many (day, version) have an end, of either kind. */
  ended(count: number, timeoutMs = 20_000) {
    return until(
      async () => {
        const all = await this.ends();
        return all.scored.length + all.unscored.length >= count ? all : null;
      },
      { timeoutMs, everyMs: 50 },
    );
  }

  async query<R>(text: string, params: unknown[] = []): Promise<R[]> {
    return (await this.queries.query(text, params)).rows as R[];
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()));
    await this.queries.end();
    await this.stream.close();
    await this.ingestion.close();
    await this.nats.close();
    await this.database.close();
  }
}
