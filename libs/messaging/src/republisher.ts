import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { createLogger, Database, isOutage } from '@powerpulse/runtime';
import { Outbox, type OutboxKey } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';

const PAGE = 1_000;

export interface RepublishRange {
  /** By the event's own instant; both ends of the history if left out. */
  from?: Date;
  to?: Date;
  /** Names the run. The same run repeated within the stream's dedupe window adds nothing. */
  runId: string;
}

/** Refills a stream that is lost, new or has holes from this service's history. Consumers know what they have seen. */
@Injectable()
export class Republisher {
  private readonly log = createLogger('republish');

  constructor(
    private readonly outbox: Outbox,
    private readonly publisher: OutboxPublisher,
    private readonly database: Database,
  ) {}

  async run({ from = new Date(0), to = new Date('2300-01-01'), runId }: RepublishRange): Promise<number> {
    let count = 0;
    for (let after: OutboxKey | undefined; ;) {
      const page = await this.outbox.history(this.database, from, to, after, PAGE);
      await this.publishPage(page, runId);
      count += page.length;
      after = page.at(-1);
      if (page.length < PAGE) break;
    }
    this.log.info({ events: count, runId }, 'republished');
    return count;
  }

  /** The same page again is harmless: the broker knows its ids by now. */
  private async publishPage(page: Awaited<ReturnType<Outbox['history']>>, runId: string): Promise<void> {
    for (let round = 1; ; round++) {
      try {
        await this.publisher.republish(page, runId);
        return;
      } catch (error) {
        if (!isOutage(error) || round === 20) throw error;
        await delay(500 * round);
      }
    }
  }
}
