import { Injectable } from '@nestjs/common';
import { Database } from '@powerpulse/runtime';
import { type AuditFact, type AuditRow, brokenAt, chainHash, GENESIS } from '../domain/audit-chain.js';

const COLUMNS = `sequence::float8 as sequence, (extract(epoch from at) * 1000)::float8 as at, caller, role, action,
  target, status, request_id as "requestId", hash`;
const ROWS_AT_ONCE = 5_000;

export interface Verification {
  entries: number;
  broken_at: number | null;
  head: { sequence: number; hash: string };
}

@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** One after the other within an organization: each row stands on the one before. */
  record(organization: string, fact: Omit<AuditFact, 'at'>): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`audit:${organization}`]);
      const [last] = await tx.query<{ sequence: number; hash: string }>(
        `select sequence::float8 as sequence, hash from audit_log
         where organization = $1 order by sequence desc limit 1`,
        [organization],
      );
      const at = Date.now();
      const sequence = (last?.sequence ?? 0) + 1;
      const hash = chainHash(last?.hash ?? GENESIS, organization, sequence, { ...fact, at });
      await tx.query(
        `insert into audit_log (organization, sequence, at, caller, role, action, target, status, request_id, hash)
         values ($1, $2, to_timestamp($3::float8 / 1000), $4, $5, $6, $7, $8, $9, $10)`,
        [
          organization,
          sequence,
          at,
          fact.caller,
          fact.role,
          fact.action,
          fact.target,
          fact.status,
          fact.requestId,
          hash,
        ],
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
