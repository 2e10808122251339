import { type Database, safeError, type Tx } from '@powerpulse/runtime';
import type { KnownEvent } from './read-event.js';

/** Five failures of its own, not the broker's delivery count: outages and neighbours' crashes don't count. */
export const MAX_ATTEMPTS = 5;

/** Rows exist only for events in trouble. */
export class Attempts {
  constructor(
    private readonly database: Database,
    private readonly schema: string,
  ) {}

  /** Counts one more and returns how many there are now. */
  async begin(consumer: string, event: KnownEvent): Promise<number> {
    const rows = await this.database.query<{ attempts: number }>(
      `insert into "${this.schema}".attempts as a (consumer, event_id, organization) values ($1, $2, $3)
       on conflict (consumer, event_id) do update set attempts = a.attempts + 1, last_failed_at = now()
       returning attempts`,
      [consumer, event.id, event.organization],
    );
    return rows[0]?.attempts ?? 1;
  }

  /** It was an outage. */
  async takeBack(consumer: string, event: KnownEvent): Promise<void> {
    await this.database.query(
      `update "${this.schema}".attempts set attempts = attempts - 1 where consumer = $1 and event_id = $2`,
      [consumer, event.id],
    );
  }

  async explain(consumer: string, event: KnownEvent, error: unknown): Promise<void> {
    const { name, message } = safeError(error);
    await this.database.query(
      `update "${this.schema}".attempts set error_class = $3, reason = $4, last_failed_at = now()
       where consumer = $1 and event_id = $2`,
      [consumer, event.id, name, message],
    );
  }

  /** In the transaction that ends the trouble. */
  async clear(tx: Tx, consumer: string, eventId: string): Promise<Date | undefined> {
    const rows = await tx.query<{ first: number }>(
      `delete from "${this.schema}".attempts where consumer = $1 and event_id = $2
       returning (extract(epoch from first_failed_at) * 1000)::float8 as first`,
      [consumer, eventId],
    );
    return rows[0] && new Date(rows[0].first);
  }
}
