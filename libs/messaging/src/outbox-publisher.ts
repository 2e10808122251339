import { Injectable } from '@nestjs/common';
import { headers } from '@nats-io/transport-node';
import { createLogger, Database, metrics, traceparent } from '@powerpulse/runtime';
import { Broker } from './broker.js';
import { Outbox } from './outbox.js';
import { PublishWindow } from './publish-window.js';
import { envelopeJson, type OutgoingEvent } from './unit-of-work.js';

const MARK_AFTER_MS = 20;
const MARK_AT = 500;
/** Beyond this the broker is too slow for us: the rest waits in PostgreSQL, not in memory. */
const MAX_WAITING = 10_000;

/** Publishes what is committed and marks it so. Never rejects: what does not get out is the sweeper's. */
@Injectable()
export class OutboxPublisher {
  private readonly log = createLogger('outbox');
  private readonly window: PublishWindow;
  private readonly running = new Set<Promise<void>>();
  private published: OutgoingEvent[] = [];
  private markTimer: NodeJS.Timeout | undefined;
  private failing = false;

  constructor(
    private readonly broker: Broker,
    private readonly outbox: Outbox,
    private readonly database: Database,
  ) {
    this.window = new PublishWindow(broker);
  }

  /** Resolves when each event is acknowledged by the broker or left to the sweeper. */
  publish(events: readonly OutgoingEvent[]): Promise<void> {
    if (events.length === 0 || !this.broker.connected || this.window.waiters > MAX_WAITING)
      return Promise.resolve();
    return this.track(this.send(events));
  }

  /** Publishes under ids that the broker has not seen, so that its dedupe window lets them pass. Rejects on failure. */
  async republish(events: readonly OutgoingEvent[], runId: string): Promise<void> {
    await Promise.all(
      events.map((event) =>
        this.window.publish(event.subject, envelopeJson(event), headersOf(event, `${event.id}:${runId}`)),
      ),
    );
  }

  /** Everything in flight has been acknowledged or given up, and is marked. */
  async settle(): Promise<void> {
    await Promise.all(this.running);
    await this.mark();
  }

  close(): void {
    this.window.close();
  }

  private async send(events: readonly OutgoingEvent[]): Promise<void> {
    const results = await Promise.allSettled(
      events.map((event) =>
        this.window.publish(event.subject, envelopeJson(event), headersOf(event, event.id)),
      ),
    );
    const done = events.filter((_, index) => results[index]?.status === 'fulfilled');
    metrics.published.inc(done.length);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure && !this.failing)
      this.log.warn({ err: failure.reason as unknown }, 'could not publish; trying again later');
    this.failing = failure !== undefined;
    this.published.push(...done);
    if (this.published.length >= MARK_AT) await this.mark();
    else this.markTimer ??= setTimeout(() => void this.track(this.mark()), MARK_AFTER_MS);
  }

  private async mark(): Promise<void> {
    clearTimeout(this.markTimer);
    this.markTimer = undefined;
    const events = this.published.splice(0);
    if (events.length === 0) return;
    try {
      await this.outbox.markPublished(this.database, events);
    } catch (error) {
      this.log.warn(
        { err: error, events: events.length },
        'could not mark as published; they go out once more',
      );
    }
  }

  private track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
    return tracked;
  }
}

function headersOf({ correlationId }: OutgoingEvent, id: string) {
  const h = headers();
  h.set('Nats-Msg-Id', id);
  const trace = traceparent(correlationId);
  if (trace !== undefined) h.set('traceparent', trace);
  return h;
}
