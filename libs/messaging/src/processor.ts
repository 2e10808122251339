import type { EventDefinition } from '@powerpulse/contracts';
import { createLogger, InvalidInput, isOutage, type Logger, metrics, safeError } from '@powerpulse/runtime';
import { MAX_ATTEMPTS } from './attempts.js';
import { Breaker } from './breaker.js';
import { EventRefused, ProcessDied } from './failures.js';
import type { Handling, Stores } from './handling.js';
import type { Intake } from './intake.js';
import { Patience, retryDelay } from './patience.js';
import type { PausedConsumers } from './paused-consumers.js';
import { type ArrivedEvent, type KnownEvent, readEvent } from './read-event.js';
import { MAX_DELIVER } from './stream.js';
import type { StreamMessage } from './stream-message.js';

interface Received {
  message: StreamMessage;
  event: ArrivedEvent;
}

/** A batch that is committed: acknowledge its messages when what it emitted is on its way. */
export interface Committed {
  messages: StreamMessage[];
  published: Promise<void>;
}

export interface ProcessorOptions {
  event: EventDefinition;
  handling: Handling;
  stores: Stores;
  paused: PausedConsumers;
  intake: Pick<Intake, 'ack' | 'retryLater' | 'handBack'>;
  retryDelaysMs: readonly number[];
}

/** Decides what becomes of each message: acknowledged, repeated later, handed back or buried. */
export class Processor {
  private readonly log: Logger;
  private readonly patience: Patience;
  private readonly consumer: string;
  private readonly breaker = new Breaker();

  constructor(private readonly options: ProcessorOptions) {
    this.consumer = options.handling.consumer;
    this.log = createLogger('consumer').child({ consumer: this.consumer });
    this.patience = new Patience(this.consumer, this.log);
  }

  /** Outages are waited for no longer; what is not done is handed back. */
  stop(): void {
    this.patience.stop();
  }

  /** Settles everything that does not succeed at the first try; the rest is returned. */
  async process(messages: readonly StreamMessage[]): Promise<Committed> {
    if (!(await this.mayWork())) {
      this.options.intake.handBack(messages);
      return nothing();
    }
    const received = await this.read(messages);
    const first = received.filter(({ message }) => message.deliveryCount <= 1);
    const again = received.filter(({ message }) => message.deliveryCount > 1);
    const committed = first.length > 0 ? await this.together(first) : nothing();
    if (again.length > 0) await this.redelivered(again);
    return committed;
  }

  private async read(messages: readonly StreamMessage[]): Promise<Received[]> {
    const good: Received[] = [];
    for (const message of messages) {
      const read = readEvent(this.options.event, message.subject, message.text());
      if ('event' in read) good.push({ message, event: read.event });
      else if (await this.mayWork()) await this.bury(message, read.known, new EventRefused(read.refused), 1);
      else this.options.intake.handBack([message]);
    }
    return good;
  }

  /** One transaction for all. An outage is waited out; any other failure is traced to its event. */
  private async together(received: Received[]): Promise<Committed> {
    const messages = received.map(({ message }) => message);
    const events = [...new Map(received.map(({ event }) => [event.id, event])).values()];
    for (let round = 1; ; round++) {
      try {
        const { published } = await this.options.handling.batch(events);
        this.breaker.success(events.length, Date.now());
        return { messages, published };
      } catch (error) {
        if (isOutage(error)) {
          if (await this.patience.pause(round, error)) continue;
          this.options.intake.handBack(messages);
        } else if (received.length === 1 && received[0]) await this.failed(received[0], error);
        else {
          this.log.warn(
            { err: error, events: events.length },
            'a batch failed; its events are handled one by one',
          );
          for (const each of received) await this.alone(each, false);
        }
        return nothing();
      }
    }
  }

  private async redelivered(received: Received[]): Promise<void> {
    const { inbox, database } = this.options.stores;
    const events = received.map(({ event }) => event);
    const seen = await this.patience.persist(() => inbox.seen(database, this.consumer, events));
    for (const each of received) {
      if (each.message.deliveryCount >= MAX_DELIVER) {
        this.log.error({ event: each.event.id }, 'the broker will not deliver this event again');
      }
      if (seen === undefined) this.options.intake.handBack([each.message]);
      else if (seen.has(each.event.id)) this.options.intake.ack([each.message]);
      else await this.alone(each, true);
    }
  }

  /**
   * `record`: count the attempt before it begins, because the event may be what ended the process last time. An
   * attempt that meets an outage is taken back.
   */
  private async alone(received: Received, record: boolean): Promise<void> {
    const { handling, stores, intake } = this.options;
    const { message, event } = received;
    let attempt: number | undefined;
    for (let round = 1; ; round++) {
      if (!(await this.mayWork())) return intake.handBack([message]);
      if (record && attempt === undefined) {
        attempt = await this.patience.persist(() => stores.attempts.begin(this.consumer, event));
        if (attempt === undefined) return intake.handBack([message]);
        if (attempt > MAX_ATTEMPTS)
          return this.bury(message, event, new ProcessDied(this.consumer), MAX_ATTEMPTS);
      }
      try {
        const { published } = await handling.alone(event);
        this.breaker.success(1, Date.now());
        await published;
        return intake.ack([message]);
      } catch (error) {
        if (!isOutage(error)) return this.failed(received, error, attempt);
        if (attempt !== undefined && (await this.takenBack(event))) attempt = undefined;
        if (!(await this.patience.pause(round, error))) return intake.handBack([message]);
      }
    }
  }

  private async takenBack(event: ArrivedEvent): Promise<boolean> {
    try {
      await this.options.stores.attempts.takeBack(this.consumer, event);
      return true;
    } catch (error) {
      if (!isOutage(error)) throw error;
      return false; // PostgreSQL itself is away: this attempt simply goes on later
    }
  }

  private async failed({ message, event }: Received, error: unknown, recorded?: number): Promise<void> {
    const { attempts } = this.options.stores;
    const attempt = recorded ?? (await this.patience.persist(() => attempts.begin(this.consumer, event)));
    if (attempt === undefined) return this.options.intake.handBack([message]);
    const hopeless =
      error instanceof InvalidInput || attempt >= MAX_ATTEMPTS || message.deliveryCount >= MAX_DELIVER;
    if (hopeless) return this.bury(message, event, error, attempt);
    metrics.retries.inc({ consumer: this.consumer });
    this.log.warn(
      { err: error, event: event.id, organization: event.organization, attempt },
      'failed; trying later',
    );
    await this.patience.persist(async () => {
      await attempts.explain(this.consumer, event, error);
      return true;
    });
    this.options.intake.retryLater(message, retryDelay(this.options.retryDelaysMs, attempt));
  }

  private async bury(
    message: StreamMessage,
    known: KnownEvent | undefined,
    error: unknown,
    attempts: number,
  ) {
    const { deadLetters } = this.options.stores;
    const burial = { subject: message.subject, payload: message.text(), known, error, attempts };
    const buried = await this.patience.persist(async () => {
      await deadLetters.bury({ consumer: this.consumer, ...burial });
      return true;
    });
    if (!buried) return this.options.intake.handBack([message]);
    const reason = error instanceof Error ? error.name : 'unknown';
    metrics.deadLetters.inc({ consumer: this.consumer, reason });
    this.log.error(
      { err: error, event: known?.id, organization: known?.organization, attempts },
      'dead letter',
    );
    this.options.intake.ack([message]);
    await this.watch(error, known);
  }

  /** `false`: stopping. Waits while the consumer stands still. */
  private async mayWork(): Promise<boolean> {
    const passed = await this.options.paused.passed(this.consumer);
    if (passed === 'resumed') this.breaker.reset();
    return passed !== 'stopped';
  }

  /** Stops the consumer where most of its events fail. What is no event of ours at all says nothing about us. */
  private async watch(error: unknown, known: KnownEvent | undefined): Promise<void> {
    if (error instanceof EventRefused && known === undefined) return;
    const tooMany = this.breaker.failure(Date.now());
    if (tooMany === 0) return;
    this.log.fatal(
      { err: error },
      'most events end as dead letters: this consumer stops until it is resumed',
    );
    await this.patience.persist(async () => {
      await this.options.paused.pause(this.consumer, tooMany, safeError(error).name);
      return true;
    });
  }
}

const nothing = (): Committed => ({ messages: [], published: Promise.resolve() });
