import { Injectable } from '@nestjs/common';
import type { EventKey, ReplyOf, RepublishHistory, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { Outbox } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';

/** Published well within the time that whoever asks waits for an answer. */
const PAGE = 1_000;

/** Refills a stream that is lost, new or has holes from this service's history. Consumers know what they have seen. */
@Injectable()
export class Republisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly publisher: OutboxPublisher,
    private readonly database: Database,
  ) {}

  /** The same run repeated within the stream's dedupe window adds nothing. */
  async repeat(events: readonly EventKey[], run: string): Promise<number> {
    const wanted = events.map(({ id, occurred_at }) => ({ id, occurredAt: occurred_at }));
    const found = await this.outbox.byKeys(this.database, wanted);
    await this.publisher.republish(found, run);
    return found.length;
  }

  async page({
    after,
    run,
    ...range
  }: RequestOf<typeof RepublishHistory>): Promise<ReplyOf<typeof RepublishHistory>> {
    const place = after && { id: after.id, occurredAt: after.occurred_at };
    const events = await this.outbox.history(this.database, range, place, PAGE);
    await this.publisher.republish(events, run);
    const last = events.length < PAGE ? undefined : events.at(-1);
    return { events: events.length, after: last ? { id: last.id, occurred_at: last.occurredAt } : null };
  }
}
