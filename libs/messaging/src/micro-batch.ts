import type { EventEnvelope } from '@powerpulse/contracts';
import type { Database, Tx } from '@powerpulse/runtime';
import type { Delivery } from './inbound.js';
import type { Outbox } from './outbox.js';
import type { OutboxPublisher } from './outbox-publisher.js';
import { OpenUnit, type UnitOfWork } from './unit-of-work.js';

export interface CommitParts {
  database: Database;
  outbox: Outbox;
  publisher: OutboxPublisher;
  /** Marks the events in the open transaction and says which of them are new. */
  claim: (tx: Tx) => Promise<ReadonlySet<string>>;
}

export class MicroBatch implements Delivery<unknown> {
  /** Set by the commit: resolves when the outgoing events are with the broker, or left to the sweeper. */
  published: Promise<void> = Promise.resolve();
  committed = false;
  private begun = false;
  private expired = false;

  constructor(
    readonly consumer: string,
    readonly events: readonly EventEnvelope[],
    private readonly parts: CommitParts,
  ) {}

  /** The handler took too long and the events are being retried: what it does from now on must not count. */
  expire(): void {
    this.expired = true;
  }

  async commit<T>(work: (unit: UnitOfWork, fresh: readonly EventEnvelope[]) => Promise<T>): Promise<T> {
    if (this.begun) throw new Error(`${this.consumer}: a delivery is committed once`);
    this.begun = true;
    const { database, outbox, publisher, claim } = this.parts;
    const { result, outgoing } = await database.transaction(async (tx) => {
      const unit = new OpenUnit(tx);
      const claimed = await claim(tx);
      const fresh =
        claimed.size === this.events.length ? this.events : this.events.filter(({ id }) => claimed.has(id));
      const result = await work(unit, fresh);
      await outbox.write(tx, unit.outgoing);
      if (this.expired) throw new Error(`${this.consumer}: the handler came to its commit too late`);
      return { result, outgoing: unit.outgoing };
    });
    this.committed = true;
    this.published = publisher.publish(outgoing);
    return result;
  }
}
