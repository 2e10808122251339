import type pg from 'pg';

/** A partition of `messages` with text that is older than it may be. */
export interface DuePartition {
  name: string;
  /** As PostgreSQL says it: `FOR VALUES FROM ... TO ...` or `DEFAULT`. */
  bound: string;
  messages: number;
  /** Of text. */
  bytes: number;
}

/** Whole months only: the first instant of the month that began `months` months ago. */
export const keptFromOf = (now: Date, months: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));

export async function duePartitions(client: pg.Client, keptFrom: Date): Promise<DuePartition[]> {
  const firstKept = `messages_${keptFrom.toISOString().slice(0, 7).replace('-', '_')}`;
  const { rows } = await client.query<{ name: string; bound: string }>(
    `select relname as name, pg_get_expr(relpartbound, oid) as bound from pg_inherits
     join pg_class on oid = inhrelid where inhparent = 'messages'::regclass order by 1`,
  );
  const due: DuePartition[] = [];
  for (const { name, bound } of rows) {
    if (name >= firstKept && bound !== 'DEFAULT') continue;
    const counted = await client.query<{ messages: number; bytes: number }>(
      `select count(*)::int as messages, coalesce(sum(octet_length(text)), 0)::float8 as bytes
       from "${name}" where text is not null and at < $1`,
      [keptFrom],
    );
    const [row] = counted.rows;
    if (row && row.messages > 0) due.push({ name, bound, ...row });
  }
  return due;
}
