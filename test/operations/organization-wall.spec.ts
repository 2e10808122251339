import { Database, type DatabaseOptions } from '@powerpulse/runtime';
import { testPostgres, type TestPostgres } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyticsDatabase } from '../../apps/analytics/src/analytics-database.js';
import { daySplittingDatabase } from '../../apps/day-splitting/src/database.js';
import { databaseOf } from '../../apps/gateway/src/database.js';
import { ingestionDatabase } from '../../apps/ingestion/src/database.js';
import { type DatabaseAccess, ownAccess, ROLE_NAMES } from '../../apps/launcher/src/database-access.js';
import { scoringDatabase } from '../../apps/scoring/src/database.js';

const SERVICES: Record<string, (url: string) => DatabaseOptions> = {
  gateway: (url) => databaseOf({ DATABASE_URL: url, DATABASE_POOL: 2 }),
  ingestion: ingestionDatabase,
  'day-splitting': daySplittingDatabase,
  scoring: (url) => scoringDatabase({ DATABASE_URL: url, DATABASE_POOL: 2 }),
  analytics: analyticsDatabase,
};

/** A value that fits a column, whatever the column means. */
const VALUES: Record<string, string> = {
  text: `'x'`,
  jsonb: `'{}'`,
  json: `'{}'`,
  date: `'2026-01-01'`,
  boolean: 'false',
  bytea: `''`,
  'timestamp with time zone': `'2026-01-01'`,
  'text[]': `'{}'`,
  'uuid[]': `'{}'`,
};

interface Column {
  table: string;
  column: string;
  type: string;
}

/** The columns of every table with an organization that have to be given. */
const columnsOf = (database: Database): Promise<Column[]> =>
  database.query<Column>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization')
       and a.attnotnull and (not a.atthasdef or a.attname = 'organization') and a.attidentity = '' and a.attgenerated = ''
     order by c.relname desc, a.attnum`,
  );

describe('the second wall between organizations', () => {
  let empty: TestPostgres;
  let access: DatabaseAccess;

  beforeAll(async () => {
    empty = await testPostgres();
    const passwords = Object.fromEntries(ROLE_NAMES.map((role) => [role, `secret of ${role}`]));
    access = await ownAccess(empty.url, passwords);
  });
  afterAll(() => empty.close());

  it.each(Object.entries(SERVICES))(
    'shows rows of one organization, of every table of %s, whatever the query forgets',
    async (name, optionsOf) => {
      await (await Database.open(optionsOf(access.migrator ?? ''))).close();
      const service = await Database.open(optionsOf(access.services[name] ?? ''));
      try {
        const tables = Map.groupBy(await columnsOf(service), ({ table }) => table);
        expect(tables.size).toBeGreaterThan(5);
        for (const [table, columns] of tables) {
          for (const organization of ['ours', 'theirs']) await insert(service, table, columns, organization);
          const seen = (as: string) =>
            service.read(as, (tx) => tx.query(`select distinct organization from "${table}"`));
          const [all] = await service.query<{ n: number }>(`select count(*)::int as n from "${table}"`);
          expect([table, all?.n]).toEqual([table, expect.toSatisfy((n: number) => n >= 2)]);
          expect([table, await seen('ours')]).toEqual([table, [{ organization: 'ours' }]]);
          expect([table, await seen('nobody')]).toEqual([table, []]);
          await expect(service.read('ours', (tx) => tx.query(`delete from "${table}"`))).rejects.toThrow(
            /permission denied|read-only/,
          );
        }
        const role = (
          await service.query<{ reader: string }>(`select current_user || '_reader' as reader`)
        )[0];
        // A reader that is not told for whom it reads sees nothing at all.
        const unnamed = await service.transaction(async (tx) => {
          await tx.query(`set local role ${role?.reader ?? ''}`);
          const rows: unknown[] = [];
          for (const table of tables.keys()) rows.push(...(await tx.query(`select 1 from "${table}"`)));
          return rows;
        });
        expect(unnamed).toEqual([]);
        const bare = await service.query(
          `select relname from pg_class c where relnamespace = current_schema()::regnamespace and relname = any($1)
             and not (relrowsecurity and relforcerowsecurity)`,
          [[...tables.keys()]],
        );
        expect(bare).toEqual([]);
      } finally {
        await service.close();
      }
    },
  );
});

async function insert(
  database: Database,
  table: string,
  columns: readonly Column[],
  organization: string,
): Promise<void> {
  const values = columns.map(({ column, type }) => {
    if (column === 'organization') return `'${organization}'`;
    // Some have to be unique over organizations, some the same as in the table that they refer to.
    if (type === 'uuid') return `md5('${organization}')::uuid`;
    return type === 'text' ? `'${organization} ${column}'` : (VALUES[type] ?? '1');
  });
  const names = columns.map(({ column }) => `"${column}"`).join(', ');
  await database.transaction(async (tx) => {
    await tx.query(`insert into "${table}" (${names}) values (${values.join(', ')})`);
  });
}
