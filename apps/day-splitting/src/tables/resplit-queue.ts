import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@powerpulse/runtime';
import { randomUUID } from 'node:crypto';

/** A pass over the conversations of an organization, held by this process. */
export interface LeasedResplit {
  organization: string;
  correlationId: string;
  timeZone: string;
  after: string | null;
  failed: number;
  lease: string;
}

const LEASE_SECONDS = 60;
/** Pause before another pass, where some conversations could not be split. */
const RETRY_SECONDS = 60;

/** Durable: whoever holds a lease may be killed at any moment, another process goes on after it has run out. */
@Injectable()
export class ResplitQueue {
  constructor(private readonly database: Database) {}

  async take(): Promise<LeasedResplit | null> {
    const lease = randomUUID();
    const [row] = await this.database.query<{
      organization: string;
      correlation_id: string;
      time_zone: string;
      after: string | null;
      failed: number;
    }>(
      `update resplits r
       set lease = $1, not_before = now() + make_interval(secs => $2)
       from organizations o
       where o.organization = r.organization and r.organization = (
         select organization from resplits where not_before <= now()
         order by not_before for update skip locked limit 1)
       returning r.organization, r.correlation_id, o.time_zone, r.after, r.failed`,
      [lease, LEASE_SECONDS],
    );
    if (row === undefined) return null;
    const { organization, correlation_id: correlationId, time_zone: timeZone, after, failed } = row;
    return { organization, correlationId, timeZone, after, failed, lease };
  }

  /** Conversations that are still split in another zone, from where the pass has come. */
  async nextPage({ organization, timeZone, after }: LeasedResplit, size: number): Promise<string[]> {
    const rows = await this.database.query<{ conversation_id: string }>(
      `select conversation_id from conversations
       where organization = $1 and ($2::uuid is null or conversation_id > $2) and time_zone <> $3
       order by conversation_id limit $4`,
      [organization, after, timeZone, size],
    );
    return rows.map((row) => row.conversation_id);
  }

  /** The pass is through: done, or to be repeated for what failed. */
  async finish({ organization, lease, failed }: LeasedResplit): Promise<void> {
    if (failed === 0) {
      await this.database.query('delete from resplits where organization = $1 and lease = $2', [
        organization,
        lease,
      ]);
    } else {
      await this.database.query(
        `update resplits set after = null, failed = 0, lease = null, not_before = now() + make_interval(secs => $3)
         where organization = $1 and lease = $2`,
        [organization, lease, RETRY_SECONDS],
      );
    }
  }

  /** Someone else may go on at once. */
  async release({ organization, lease }: LeasedResplit): Promise<void> {
    await this.database.query(
      'update resplits set lease = null, not_before = now() where organization = $1 and lease = $2',
      [organization, lease],
    );
  }
}

/** Ends the page in its transaction, and prolongs the lease for the next. False where the lease is lost. */
export async function advance(
  tx: Pick<Tx, 'query'>,
  { organization, lease }: LeasedResplit,
  after: string,
  failed: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update resplits
     set after = $3, failed = failed + $4, not_before = now() + make_interval(secs => $5)
     where organization = $1 and lease = $2 returning 1`,
    [organization, lease, after, failed, LEASE_SECONDS],
  );
  return rows.length > 0;
}
