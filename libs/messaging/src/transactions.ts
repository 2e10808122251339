import { Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { Outbox } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { OpenUnit, type UnitOfWork } from './unit-of-work.js';

/** State and outgoing events in one commit, outside of deliveries: HTTP requests, worker loops. */
@Injectable()
export class Transactions {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly publisher: OutboxPublisher,
  ) {}

  /** Returns once committed. Publishing follows by itself, also where NATS is away for long. */
  async run<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const { result, outgoing } = await this.database.transaction(async (tx) => {
      const unit = new OpenUnit(tx);
      const result = await work(unit);
      await this.outbox.write(tx, unit.outgoing);
      return { result, outgoing: unit.outgoing };
    });
    void this.publisher.publish(outgoing);
    return result;
  }
}
