import type { BeforeApplicationShutdown, Type } from '@nestjs/common';
import { Controller, UseFilters } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  type CustomTransportStrategy,
  EventPattern,
  type MessageHandler,
  Server,
} from '@nestjs/microservices';
import { createLogger, measureWhenAsked } from '@powerpulse/runtime';
import { lastValueFrom } from 'rxjs';
import type { Broker } from './broker.js';
import { EventConsumer, type Tuning } from './event-consumer.js';
import type { Handler, Stores } from './handling.js';
import type { Delivery, InboundRow } from './inbound.js';
import type { OutboxSweeper } from './outbox-sweeper.js';
import type { PausedConsumers } from './paused-consumers.js';
import { PassThroughFilter } from './pass-through.filter.js';
import { Reconciler } from './reconciler.js';
import type { Requests } from './requests.js';
import { ensureStream } from './stream.js';

const EVENTS_TRANSPORT = Symbol('events');

/** The inbound table as a controller: each delivery becomes a command, awaited, and its failure comes back. */
export function inboundController(inbound: readonly InboundRow[]): Type {
  @Controller()
  class InboundController {
    constructor(readonly commands: CommandBus) {}
  }
  for (const row of inbound) {
    const method = `on${row.event.name}`;
    const descriptor: PropertyDescriptor = {
      value: async function (this: InboundController, delivery: Delivery<unknown>): Promise<void> {
        await this.commands.execute(row.command(delivery));
      },
    };
    if (method in InboundController.prototype)
      throw new Error(`${row.event.name} stands twice in the inbound table`);
    EventPattern(row.event.filter, EVENTS_TRANSPORT, { row })(
      InboundController.prototype,
      method,
      descriptor,
    );
    UseFilters(PassThroughFilter)(InboundController.prototype, method, descriptor);
    Object.defineProperty(InboundController.prototype, method, descriptor);
  }
  return InboundController;
}

/** JetStream as a transport of Nest's. */
export class EventsServer extends Server implements CustomTransportStrategy, BeforeApplicationShutdown {
  override readonly transportId = EVENTS_TRANSPORT;
  /** We await the handlers and settle their messages: Nest need not log the failure a second time. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly log = createLogger('events');
  private readonly consumers = new Map<string, EventConsumer>();
  private stopping: Promise<void> | undefined;
  private reconciler: Reconciler | undefined;

  constructor(
    private readonly tuning: Tuning,
    private readonly broker: Broker,
    private readonly sweeper: OutboxSweeper,
    private readonly stores: Stores,
    private readonly paused: PausedConsumers,
    private readonly requests: Requests,
  ) {
    super();
  }

  /** Does not wait for NATS: a service must come up without it. */
  listen(callback: () => void): void {
    for (const handler of this.messageHandlers.values()) {
      const { row } = handler.extras as { row: InboundRow };
      const { broker, stores, paused, tuning } = this;
      const consumer = new EventConsumer({ row, handler: awaited(handler), stores, paused, broker, tuning });
      this.consumers.set(consumer.name, consumer);
      measureWhenAsked(() => consumer.measureLag());
    }
    // A service that only publishes needs the stream too.
    this.broker.onConnect(() => void this.ensureStream());
    void Promise.all([this.broker.connection(), this.paused.start()]).then(([nc]) => {
      if (!nc) return;
      for (const consumer of this.consumers.values()) consumer.start(nc);
      this.reconcile();
    });
    this.sweeper.start();
    callback();
  }

  consumer(name: string): EventConsumer | undefined {
    return this.consumers.get(name);
  }

  consumerOf(eventName: string): EventConsumer | undefined {
    return [...this.consumers.values()].find(({ event }) => event.name === eventName);
  }

  /** Before HTTP closes: an upload that is still coming in must not keep us pulling. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping ??= this.stop();
    await this.stopping;
  }

  async close(): Promise<void> {
    await this.beforeApplicationShutdown();
  }

  on(): never {
    throw new Error('not supported');
  }

  unwrap(): never {
    throw new Error('not supported');
  }

  private reconcile(): void {
    const { database, inbox } = this.stores;
    const { broker, requests } = this;
    const consumers = [...this.consumers.values()];
    if (this.stopping || consumers.length === 0) return;
    const { lookEveryMs } = this.tuning;
    this.reconciler = new Reconciler({ consumers, database, inbox, broker, requests, lookEveryMs });
    this.reconciler.start();
  }

  private async ensureStream(): Promise<void> {
    try {
      await ensureStream(await this.broker.manager(), this.tuning.stream);
    } catch (error) {
      this.log.warn(
        { err: error },
        'the stream can not be set up now; the next reconnection or consumer tries again',
      );
    }
  }

  private async stop(): Promise<void> {
    this.paused.stop();
    await this.reconciler?.stop();
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
    await this.sweeper.stop();
    await this.stores.publisher.settle();
  }
}

function awaited(handler: MessageHandler): Handler {
  return async (delivery) => {
    const result: unknown = await handler(delivery);
    if (result instanceof Object && 'subscribe' in result)
      await lastValueFrom(result as never, { defaultValue: undefined });
  };
}
