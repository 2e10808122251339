import { Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { type AuditFact, type AuditRow, brokenAt, chained, GENESIS } from '../domain/audit-chain.js';

const COLUMNS = `sequence::float8 as sequence, (extract(epoch from at) * 1000)::float8 as at, caller, role, action,
  target, status, request_id as "requestId", hash`;
const ROWS_AT_ONCE = 5_000;

export interface Verification {
  entries: number;
  broken_at: number | null;
  head: { sequence: number; hash: string };
}

type NewFact = Omit<AuditFact, 'at'>;

interface Waiting {
  readonly fact: NewFact;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

@Injectable()
export class AuditLog {
  private readonly waiting = new Map<string, Waiting[]>();

  constructor(private readonly database: Database) {}

  /**
   * One after the other within an organization: each row stands on the one before. What comes while one is written waits
   * here, not with a database connection in its hand, and is then written at once: whoever floods, with uploads that are
   * refused too, holds one connection.
   */
  record(organization: string, fact: NewFact): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(organization);
      if (waiting) waiting.push({ fact, resolve, reject });
      else {
        this.waiting.set(organization, [{ fact, resolve, reject }]);
        void this.writeWaiting(organization);
      }
    });
  }

  private async writeWaiting(organization: string): Promise<void> {
    const waiting = this.waiting.get(organization) ?? [];
    while (waiting.length > 0) {
      const together = waiting.splice(0, ROWS_AT_ONCE);
      try {
        await this.append(
          organization,
          together.map(({ fact }) => fact),
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.waiting.delete(organization);
  }

  private append(organization: string, facts: readonly NewFact[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`audit:${organization}`]);
      const [last] = await tx.query<{ sequence: number; hash: string }>(
        `select sequence::float8 as sequence, hash from audit_log
         where organization = $1 order by sequence desc limit 1`,
        [organization],
      );
      const rows = chained(organization, last ?? { sequence: 0, hash: GENESIS }, facts, Date.now());
      await tx.query(
        `insert into audit_log (organization, sequence, at, caller, role, action, target, status, request_id, hash)
         select $1, sequence, to_timestamp(at / 1000), caller, role, action, target, status, "requestId", hash
         from jsonb_to_recordset($2::jsonb) as entry(sequence bigint, at float8, caller text, role text, action text,
           target text, status int, "requestId" uuid, hash text)`,
        [organization, JSON.stringify(rows)],
      );
    });
  }

  /** Newest first. */
  page(organization: string, before: number | null, limit: number): Promise<AuditRow[]> {
    return this.database.read(organization, (tx) =>
      tx.query(
        `select ${COLUMNS} from audit_log
       where organization = $1 and ($2::bigint is null or sequence < $2) order by audit_log.sequence desc limit $3`,
        [organization, before, limit],
      ),
    );
  }

  /** Computes every hash anew, from the first row on. */
  async verify(organization: string): Promise<Verification> {
    let head = { sequence: 0, hash: GENESIS };
    for (;;) {
      const after = head.sequence;
      const rows = await this.database.read(organization, (tx) =>
        tx.query<AuditRow>(
          `select ${COLUMNS} from audit_log where organization = $1 and sequence > $2
         order by audit_log.sequence limit $3`,
          [organization, after, ROWS_AT_ONCE],
        ),
      );
      const broken = brokenAt(organization, head, rows);
      const last = broken === undefined ? rows.at(-1) : rows[broken - head.sequence - 2];
      if (last !== undefined) head = { sequence: last.sequence, hash: last.hash };
      if (broken !== undefined || last === undefined)
        return { entries: head.sequence, broken_at: broken ?? null, head };
    }
  }
}
