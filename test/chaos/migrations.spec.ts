import { testPostgres, type TestPostgres, until } from '@powerpulse/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Held by the test: migrations wait for it at their first index, in the middle of a transaction. */
const GATE = 4242;

let server: TestPostgres;
let admin: pg.Client;

beforeAll(async () => {
  server = await testPostgres();
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

async function database(name: string): Promise<{ url: string; client: pg.Client }> {
  await admin.query(`create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return { url: url.href, client };
}

const migrate = (service: string, url: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [`dist/apps/${service}/src/migrate.js`, ...args], {
    env: { DATABASE_URL: url },
    stdio: 'ignore',
  });

const exitOf = async (child: ChildProcess) => (await once(child, 'exit')) as [number | null, string | null];

/** Every column and index, and which migrations are noted as done. */
async function shapeOf(client: pg.Client, schema: string): Promise<unknown[]> {
  const { rows } = await client.query<{ of: string }>(
    `select table_name || '.' || column_name || ' ' || data_type as of from information_schema.columns where table_schema = $1
     union all select indexdef from pg_indexes where schemaname = $1
     union all select name from ${schema}.migrations order by 1`,
    [schema],
  );
  return rows;
}

it.each(['gateway', 'scoring'])(
  'migrations of %s that are killed half-way are repeated by two processes at once, with the same result',
  async (service) => {
    const [calm, rough] = [await database(`calm_${service}`), await database(`rough_${service}`)];
    // Beside all that follows.
    const calmExit = exitOf(migrate(service, calm.url));
    await rough.client.query(`create function public.gate() returns event_trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(${GATE}); end'`);
    await rough.client.query(`create event trigger gate on ddl_command_end when tag in ('CREATE INDEX')
      execute function public.gate()`);
    await rough.client.query('select pg_advisory_lock($1)', [GATE]);
    const waiting = async () => {
      const { rows } = await rough.client.query<{ n: number }>(
        `select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = $1 and not granted`,
        [GATE],
      );
      return rows[0]?.n ?? 0;
    };
    const victim = migrate(service, rough.url);
    const dead = exitOf(victim);
    await until(async () => (await waiting()) === 1, { timeoutMs: 60_000 });
    victim.kill('SIGKILL');
    expect(await dead).toEqual([null, 'SIGKILL']);

    const exits = Promise.all([exitOf(migrate(service, rough.url)), exitOf(migrate(service, rough.url))]);
    await rough.client.query('select pg_advisory_unlock($1)', [GATE]);
    expect(await exits).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(await calmExit).toEqual([0, null]);
    const schema = service.replaceAll('-', '_');
    expect(await shapeOf(rough.client, schema)).toEqual(await shapeOf(calm.client, schema));
    await Promise.all([calm.client.end(), rough.client.end()]);
  },
);

/** A value of each type in use that no other row has, where that matters. */
const MADE: Record<string, string> = {
  ...{ text: "'made ' || i", uuid: 'md5(i::text)::uuid', bytea: "'\\x00'", bool: 'false', xid8: "'1'" },
  ...{ int2: 'i', int4: 'i', int8: 'i', float8: 'i', numeric: 'i' },
  ...{ date: 'current_date', timestamptz: 'now()', json: "'{}'", jsonb: "'{}'" },
};
const made = (column: string, type = '') =>
  column === 'status' && type === 'text' ? "'open'" : type.startsWith('_') ? "'{}'" : MADE[type];

/** Rows in each table that has none. Returns how many each has now. */
async function fill(client: pg.Client, schema: string): Promise<Record<string, number>> {
  const { rows: tables } = await client.query<{ name: string; columns: string[]; types: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
       array_agg(t.typname::text order by a.attnum) as types
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'migrations' and a.attgenerated = '' group by 1 order by 1`,
    [schema],
  );
  const counts: Record<string, number> = {};
  // In whatever order: rows that refer to each other have the same values made.
  await client.query('set session_replication_role = replica');
  for (const { name, columns, types } of tables) {
    const table = `${schema}.${name}`;
    await client.query(`insert into ${table} (${columns.join(', ')})
      select ${columns.map((column, i) => made(column, types[i])).join(', ')} from generate_series(1, 500) i
      where not exists (select from ${table})`);
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    counts[name] = rows[0]?.n ?? 0;
  }
  return counts;
}

it.each(['gateway', 'scoring'])(
  'migrations of %s go back and forth on filled tables that are in use, and change no row of before',
  async (service) => {
    const first = '2026-11-20-first';
    const { url, client } = await database(`filled_${service}`);
    const done = async (...args: string[]) =>
      expect(await exitOf(migrate(service, url, ...args))).toEqual([0, null]);
    await done();
    const newest = await shapeOf(client, service);
    await done('--back-to', first);
    const before = await fill(client, service);
    expect(Object.values(before).every((rows) => rows > 0)).toBe(true);
    // Somebody writes all the while, and never ends.
    const writer = new pg.Client({ connectionString: url });
    await writer.connect();
    await writer.query('begin');
    for (const table of Object.keys(before))
      await writer.query(`delete from ${service}.${table} where false`);
    await done();
    expect(await shapeOf(client, service)).toEqual(newest);
    const both = await fill(client, service);
    expect(both).toMatchObject(before);
    await done('--back-to', first);
    expect(await fill(client, service)).toEqual(before);
    await done();
    expect(await shapeOf(client, service)).toEqual(newest);
    expect(await exitOf(migrate(service, url, '--back-to', 'never'))).toEqual([1, null]);
    await Promise.all([client.end(), writer.end()]);
  },
);
