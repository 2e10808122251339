import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Database, Lifecycle, Readiness, RuntimeModule, TRANSPORTS } from '@powerpulse/runtime';
import { Attempts } from './attempts.js';
import { Broker } from './broker.js';
import { DeadLetterStore } from './dead-letter-store.js';
import { DeadLetters } from './dead-letters.js';
import { EventsServer, inboundController } from './events-server.js';
import { historyController } from './history-controller.js';
import type { InboundRow } from './inbound.js';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { OutboxSweeper } from './outbox-sweeper.js';
import { Partitions } from './partitions.js';
import { PausedConsumers } from './paused-consumers.js';
import { RefusedRequests } from './refused-requests.js';
import { Republisher } from './republisher.js';
import { Requests } from './requests.js';
import { RequestsServer } from './requests-server.js';
import { Transactions } from './transactions.js';
import { TroubleAnswers } from './trouble-answers.js';
import { troubleController } from './trouble-controller.js';

export interface MessagingOptions {
  /** Also the prefix of its durables and the queue group of its answers. */
  service: string;
  natsUrl: string;
  natsKeyFile?: string | undefined;
  natsCaFile?: string | undefined;
  /** The table of `inbound.ts`; left out for a service that listens to nothing. */
  inbound?: readonly InboundRow[];
  /** Upper bound of the event stream on disk. */
  eventsMaxBytes?: number | undefined;
  /** Servers that hold a copy of it. */
  eventsReplicas?: number | undefined;
  /** This service mends a stream that differs from what it should be; the others take it as it is. */
  keepsStream?: boolean;
  /** `false`: the service counts as ready without NATS, because it can do its main work meanwhile. */
  readyNeedsNats?: boolean;
  /** Wait after the first, second ... failed attempt. */
  retryDelaysMs?: readonly number[];
  /** After this time a message that nobody settled comes again. */
  ackWaitMs?: number;
  /** How soon after a loss it is looked for events that are missing. */
  lookEveryMs?: number;
}

const RETRY_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

function connection(options: MessagingOptions): Provider[] {
  return [
    {
      provide: Broker,
      inject: [Lifecycle, Readiness],
      useFactory: (lifecycle: Lifecycle, readiness: Readiness) => {
        const { service, natsUrl: url, natsKeyFile: nkeyFile, natsCaFile: caFile } = options;
        const broker = new Broker({ service, url, nkeyFile, caFile }, lifecycle);
        readiness.add('nats', () => broker.ping(), { needed: options.readyNeedsNats ?? true });
        return broker;
      },
    },
    {
      provide: RequestsServer,
      inject: [Broker, DeadLetterStore],
      useFactory: (broker: Broker, store: DeadLetterStore) =>
        new RequestsServer(options.service, broker, new RefusedRequests(options.service, store)),
    },
    Requests,
  ];
}

const stores: Provider[] = [
  { provide: Outbox, inject: [Database], useFactory: (database: Database) => new Outbox(database.schema) },
  { provide: Inbox, inject: [Database], useFactory: (database: Database) => new Inbox(database.schema) },
  {
    provide: Attempts,
    inject: [Database],
    useFactory: (database: Database) => new Attempts(database, database.schema),
  },
  {
    provide: DeadLetterStore,
    inject: [Database, Inbox, Attempts],
    useFactory: (database: Database, inbox: Inbox, attempts: Attempts) =>
      new DeadLetterStore(database, database.schema, inbox, attempts),
  },
  Partitions,
  {
    provide: PausedConsumers,
    inject: [Database, Readiness],
    useFactory: (database: Database, readiness: Readiness) => {
      const paused = new PausedConsumers(database);
      readiness.add('consumers', () => paused.check(), { needed: false });
      return paused;
    },
  },
  OutboxPublisher,
  OutboxSweeper,
  Transactions,
  Republisher,
  DeadLetters,
  TroubleAnswers,
];

function eventsServer(options: MessagingOptions): Provider[] {
  const { service, eventsMaxBytes, eventsReplicas, keepsStream = false } = options;
  const { retryDelaysMs = RETRY_DELAYS_MS, ackWaitMs = 30_000, lookEveryMs = 5_000 } = options;
  const stream = { maxBytes: eventsMaxBytes, replicas: eventsReplicas, mend: keepsStream };
  const tuning = { service, stream, retryDelaysMs, ackWaitMs, lookEveryMs };
  return [
    {
      provide: EventsServer,
      inject: [
        ...[Broker, Database, Outbox, OutboxPublisher, OutboxSweeper, Inbox, Attempts, DeadLetterStore],
        ...[PausedConsumers, Requests],
      ],
      useFactory: (
        broker: Broker,
        database: Database,
        outbox: Outbox,
        publisher: OutboxPublisher,
        sweeper: OutboxSweeper,
        inbox: Inbox,
        attempts: Attempts,
        deadLetters: DeadLetterStore,
        paused: PausedConsumers,
        requests: Requests,
      ) => {
        const stores = { database, outbox, publisher, inbox, attempts, deadLetters };
        return new EventsServer(tuning, broker, sweeper, stores, paused, requests);
      },
    },
    {
      provide: TRANSPORTS,
      inject: [EventsServer, RequestsServer],
      useFactory: (events: EventsServer, requests: RequestsServer) => [events, requests],
    },
  ];
}

/** Events, requests and what they need. Brings `CqrsModule` with it. */
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [RuntimeModule, CqrsModule.forRoot()],
      controllers: [
        inboundController(options.inbound ?? []),
        troubleController(options.service),
        historyController(options.service),
      ],
      providers: [...connection(options), ...stores, ...eventsServer(options)],
      exports: [Transactions, Requests, DeadLetters, PausedConsumers, TRANSPORTS],
    };
  }
}
