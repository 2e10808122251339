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

const migrate = (service: string, url: string): ChildProcess =>
  spawn(process.execPath, [`dist/apps/${service}/src/migrate.js`], {
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

it.each(['gateway', 'scoring', 'analytics'])(
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
