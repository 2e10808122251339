import type { Tx } from '@powerpulse/runtime';

/** Organization to IANA time zone. */
export type Zones = ReadonlyMap<string, string>;

export const DEFAULT_TIME_ZONE = 'UTC';

interface Row {
  organization: string;
  time_zone: string;
}

export async function readZones(db: Pick<Tx, 'query'>, organizations: readonly string[]): Promise<Zones> {
  const rows = await db.query<Row>(
    'select organization, time_zone from organizations where organization = any($1::text[])',
    [organizations],
  );
  const known = new Map(rows.map((row) => [row.organization, row.time_zone]));
  return new Map(
    organizations.map((organization) => [organization, known.get(organization) ?? DEFAULT_TIME_ZONE]),
  );
}

/**
 * Holds the zones as they are until the end of the transaction: a change of zone waits for it, so that no conversation
 * can be split in the old zone after the change began to look for those.
 */
export async function holdZones(tx: Tx, organizations: readonly string[]): Promise<Zones> {
  const sorted = organizations.toSorted();
  const select = `select organization, time_zone from organizations
    where organization = any($1::text[]) order by organization for share`;
  let rows = await tx.query<Row>(select, [sorted]);
  if (rows.length < sorted.length) {
    await tx.query(
      'insert into organizations (organization) select unnest($1::text[]) on conflict do nothing',
      [sorted],
    );
    rows = await tx.query<Row>(select, [sorted]);
  }
  return new Map(rows.map((row) => [row.organization, row.time_zone]));
}
