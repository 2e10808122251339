import { createLogger, type Database, type Logger, traced, type Tx } from '@powerpulse/runtime';
import type { Attempts } from './attempts.js';
import type { DeadLetterStore } from './dead-letter-store.js';
import { HandlerTimeout } from './failures.js';
import type { Delivery, InboundOptions } from './inbound.js';
import type { Inbox } from './inbox.js';
import { MicroBatch } from './micro-batch.js';
import type { Outbox } from './outbox.js';
import type { OutboxPublisher } from './outbox-publisher.js';
import type { ArrivedEvent } from './read-event.js';

const HANDLER_TIMEOUT_MS = 120_000;

/** What processing needs of the service; the same for all its consumers. */
export interface Stores {
  database: Database;
  outbox: Outbox;
  publisher: OutboxPublisher;
  inbox: Inbox;
  attempts: Attempts;
  deadLetters: DeadLetterStore;
}

export type Handler = (delivery: Delivery<unknown>) => Promise<unknown>;

/** Runs events through the handler of one consumer. Resolves once they are committed. */
export class Handling {
  private readonly log: Logger;

  constructor(
    readonly consumer: string,
    private readonly options: InboundOptions,
    private readonly stores: Stores,
    private readonly handler: Handler,
  ) {
    this.log = createLogger('consumer').child({ consumer });
  }

  /** Several at once: the ordinary way. */
  batch(events: readonly ArrivedEvent[]): Promise<MicroBatch> {
    const { inbox } = this.stores;
    const keep = this.options.keepPayload ?? false;
    return this.run(events, (tx) => inbox.claim(tx, this.consumer, events, keep));
  }

  /** One that was in trouble: its recorded attempts go with its success. */
  alone(event: ArrivedEvent): Promise<MicroBatch> {
    const { inbox, attempts } = this.stores;
    return this.run([event], async (tx) => {
      await attempts.clear(tx, this.consumer, event.id);
      return inbox.claim(tx, this.consumer, [event], this.options.keepPayload ?? false);
    });
  }

  /** One that was given up: the inbox knows it already, so the dead letter is what makes it happen once. */
  redriven(event: ArrivedEvent, deadLetterId: string): Promise<MicroBatch> {
    const { inbox, deadLetters } = this.stores;
    return this.run([event], async (tx) => {
      if (!(await deadLetters.redriven(tx, deadLetterId))) return new Set<string>();
      await inbox.mark(tx, this.consumer, event, this.options.keepPayload);
      return new Set([event.id]);
    });
  }

  private run(
    events: readonly ArrivedEvent[],
    claim: (tx: Tx) => Promise<ReadonlySet<string>>,
  ): Promise<MicroBatch> {
    const of = events.map(({ correlation_id }) => correlation_id);
    const attributes = { 'messaging.system': 'nats', 'messaging.batch.message_count': events.length };
    return traced(this.consumer, { of, kind: 'consumer', attributes }, () => this.handle(events, claim));
  }

  private async handle(
    events: readonly ArrivedEvent[],
    claim: (tx: Tx) => Promise<ReadonlySet<string>>,
  ): Promise<MicroBatch> {
    const batch = new MicroBatch(this.consumer, events, { ...this.stores, claim });
    try {
      await this.withinTime(this.handler(batch));
    } catch (error) {
      if (!batch.committed) {
        batch.expire();
        throw error;
      }
      this.log.error({ err: error }, 'the handler failed after its commit; the events count as processed');
    }
    if (!batch.committed) throw new Error(`${this.consumer}: the handler returned without commit`);
    return batch;
  }

  private async withinTime(work: Promise<unknown>): Promise<void> {
    const limit = this.options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new HandlerTimeout(this.consumer, limit)), limit);
    });
    try {
      await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
      // A handler that fails after its time is over fails nobody: its commit is refused.
      work.catch(() => undefined);
    }
  }
}
