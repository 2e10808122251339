import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { durableName, EVENTS_STREAM, type EventDefinition } from '@powerpulse/contracts';
import { createLogger, isOutage, type Logger, metrics } from '@powerpulse/runtime';
import { atMost } from './at-most.js';
import type { Broker } from './broker.js';
import { type Handler, Handling, type Stores } from './handling.js';
import type { InboundRow } from './inbound.js';
import { Intake } from './intake.js';
import type { PausedConsumers } from './paused-consumers.js';
import { type Committed, Processor } from './processor.js';
import { ensureConsumer, ensureStream, type StreamWish } from './stream.js';

export interface EventConsumerOptions {
  row: InboundRow;
  handler: Handler;
  stores: Stores;
  paused: PausedConsumers;
  broker: Broker;
  tuning: Tuning;
}

/** How a service meets the stream. */
export interface Tuning {
  service: string;
  stream: StreamWish;
  retryDelaysMs: readonly number[];
  /** A message that nobody settles or reports as being worked on within this time is delivered again. */
  ackWaitMs: number;
  /** How often it is looked whether events are missing. */
  lookEveryMs: number;
}

/** One row of the inbound table at work: a durable consumer of this service. */
export class EventConsumer {
  readonly name: string;
  readonly handling: Handling;
  private readonly log: Logger;
  private intake: Intake | undefined;
  private processor: Processor | undefined;
  private working: Promise<void> = Promise.resolve();
  private created: string | undefined;
  private ensuring = false;
  private ensuredAt = 0;
  private stopped = false;
  private lost = false;

  constructor(private readonly options: EventConsumerOptions) {
    const { row, stores, handler, tuning } = options;
    this.name = durableName(tuning.service, row.event.name);
    this.handling = new Handling(this.name, row.options, stores, handler);
    this.log = createLogger('consumer').child({ consumer: this.name });
  }

  get event(): EventDefinition {
    return this.options.row.event;
  }

  start(nc: NatsConnection): void {
    if (this.stopped) return;
    const { broker, row, stores, paused, tuning } = this.options;
    this.intake = new Intake({
      nc,
      durable: this.name,
      inboxPrefix: broker.inboxPrefix,
      batch: row.options.batch,
      ackWaitMs: tuning.ackWaitMs,
      connected: () => broker.connected,
      lost: () => void this.ensure(),
      withdraw: () => this.withdrawPull(),
    });
    this.processor = new Processor({
      event: row.event,
      handling: this.handling,
      stores,
      paused,
      intake: this.intake,
      retryDelaysMs: tuning.retryDelaysMs,
    });
    broker.onConnect(() => void this.ensure());
    this.working = this.work(this.intake, this.processor);
  }

  /** Made anew since this was asked last: what the stream held may be lost. */
  wasLost(): boolean {
    const { lost } = this;
    this.lost = false;
    return lost;
  }

  /** Asked when somebody wants to know: each answer costs the broker a little. */
  async measureLag(): Promise<void> {
    const { broker } = this.options;
    if (this.stopped || !broker.connected) return;
    const manager = await broker.manager();
    const { num_pending, num_ack_pending } = await manager.consumers.info(EVENTS_STREAM.name, this.name);
    metrics.lag.set({ consumer: this.name }, num_pending + num_ack_pending);
  }

  /** Stops pulling, finishes what is in hand, acknowledges it, hands back the rest. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.processor?.stop();
    await this.intake?.stop();
    await this.working;
    this.intake?.end();
  }

  private async work(intake: Intake, processor: Processor): Promise<void> {
    let tail: Promise<void> = Promise.resolve();
    for (;;) {
      const messages = await intake.take();
      if (messages.length === 0) break;
      const measured = metrics.batch.startTimer({ consumer: this.name });
      try {
        const committed = await processor.process(messages);
        measured();
        // The next batch is handled while this one's events travel: one ahead, no more.
        await tail;
        tail = this.acknowledge(intake, committed);
      } catch (error) {
        // Not the event's fault (that is dealt with) but that of our own bookkeeping.
        this.log.error({ err: error }, 'could not settle a batch; it comes again');
        for (const message of messages) intake.retryLater(message, 5_000);
        await delay(1_000);
      }
    }
    await tail;
  }

  private async acknowledge(intake: Intake, { messages, published }: Committed): Promise<void> {
    await published;
    metrics.handled.inc({ consumer: this.name }, messages.length);
    intake.ack(messages);
  }

  /**
   * A pull whose inbox is gone stays in the queue of 2.9.10, and a message that becomes due while only such a pull waits
   * gets lost until ack_wait. Asking about the consumer makes the server look through its queue.
   */
  private async withdrawPull(): Promise<void> {
    const { broker } = this.options;
    if (!broker.connected) return;
    const asked = broker.manager().then((manager) => manager.consumers.info(EVENTS_STREAM.name, this.name));
    await atMost(2_000, asked);
  }

  /** At the start, after a reconnection, and when someone deleted the stream or the consumer. */
  private async ensure(): Promise<void> {
    if (this.ensuring) return;
    this.ensuring = true;
    try {
      // A server that keeps refusing our pulls is not asked without pause.
      await delay(Math.max(0, this.ensuredAt + 1_000 - Date.now()));
      while (!this.stopped && this.options.broker.connected) {
        if (await this.ensured()) break;
        await delay(1_000);
      }
    } finally {
      this.ensuring = false;
    }
  }

  private async ensured(): Promise<boolean> {
    const { broker, row, tuning } = this.options;
    try {
      const manager = await broker.manager();
      await ensureStream(manager, tuning.stream);
      const maxAckPending = Math.max(1_000, 10 * row.options.batch);
      const { ackWaitMs } = tuning;
      const spec = { durable: this.name, filter: row.event.filter, maxAckPending, ackWaitMs };
      const created = await ensureConsumer(manager, spec);
      if (this.created !== undefined && this.created !== created) {
        this.log.error(
          'the consumer was lost and is made anew; events come again from the start of the stream',
        );
        this.intake?.forget();
        this.lost = true;
      }
      this.created = created;
      this.ensuredAt = Date.now();
      this.intake?.reset();
      return true;
    } catch (error) {
      this.log.warn(
        { err: error },
        isOutage(error) ? 'the stream is not reachable' : 'the consumer can not be set up',
      );
      return false;
    }
  }
}
