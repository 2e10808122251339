import { Injectable } from '@nestjs/common';
import { createLogger, Database, isOutage, metrics } from '@powerpulse/runtime';
import { Broker } from './broker.js';
import { Outbox } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';

const EVERY_MS = 1_000;
const PAGE = 500;

/** Publishes what a crash or an outage left behind. Any number of processes may sweep at once. */
@Injectable()
export class OutboxSweeper {
  private readonly log = createLogger('sweeper');
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly broker: Broker,
    private readonly outbox: Outbox,
    private readonly publisher: OutboxPublisher,
    private readonly database: Database,
  ) {}

  start(): void {
    this.schedule(EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private schedule(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep().then((more) => this.schedule(more ? 0 : EVERY_MS));
    }, ms);
  }

  /** `true`: there may be more. */
  private async sweep(): Promise<boolean> {
    try {
      metrics.outboxAge.set(await this.outbox.oldestUnpublishedSeconds(this.database));
      if (!this.broker.connected) return false;
      const events = await this.outbox.takeOverdue(this.database, PAGE);
      if (events.length === 0) return false;
      await this.publisher.publish(events);
      this.log.info({ events: events.length }, 'published what was left behind');
      return events.length === PAGE && this.broker.connected;
    } catch (error) {
      if (isOutage(error)) this.log.debug({ err: error }, 'can not sweep now');
      else this.log.error({ err: error }, 'sweeping failed');
      return false;
    }
  }
}
