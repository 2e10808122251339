import { Migration } from '@mikro-orm/migrations';
import { freePort } from '@powerpulse/local-stack';
import { testDatabase, type TestDatabase, testPostgres, until } from '@powerpulse/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Database, type ReadTx } from './database.js';
import { isOutage } from './outage.js';

class First extends Migration {
  override up(): void {
    this.addSql('create table shop.items (id int primary key, name text not null)');
    this.addSql("insert into shop.items values (1, 'first')");
  }
}
class Second extends Migration {
  override up(): void {
    this.addSql('alter table shop.items add column price int not null default 0');
    this.addSql("insert into shop.items (id, name) select generate_series(2, 1000), 'more'");
  }
}
class Third extends Migration {
  override up(): void {
    this.addSql('alter table shop.items add column colour text');
  }
}
class Broken extends Migration {
  override name = 'Second';
  override up(): void {
    this.addSql('alter table shop.items add column price int');
    this.addSql('select 1 / 0');
  }
}

let server: TestDatabase;
let opened: Database[] = [];

beforeAll(async () => {
  server = await testDatabase();
});
afterEach(async () => {
  await Promise.all(opened.map((database) => database.close()));
  opened = [];
});
afterAll(() => server.close());

async function open(migrations = [First, Second], url = server.url): Promise<Database> {
  const database = await Database.open({ url, schema: 'shop', entities: [], migrations, waitMs: 500 });
  opened.push(database);
  return database;
}

const count = async (database: Database) =>
  (await database.query<{ n: number }>('select count(*)::int as n from items'))[0]?.n;

describe('migrations', () => {
  it('that fail half way leave nothing behind, and go through once they are mended, by many at once', async () => {
    await expect(open([First, Broken])).rejects.toThrow('division by zero');
    const all = await Promise.all([open(), open(), open()]);
    for (const database of all) expect(await count(database)).toBe(1000);
    expect(await all[0].query('select name from migrations order by id')).toEqual([
      { name: 'First' },
      { name: 'Second' },
    ]);
  });

  it('are for a role that owns its schema and nothing else', async () => {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query("create role shopkeeper login password 'x'; alter schema shop owner to shopkeeper");
    await admin.query(
      'alter table shop.items owner to shopkeeper; alter table shop.migrations owner to shopkeeper',
    );
    await admin.end();
    const url = new URL(server.url);
    url.username = 'shopkeeper';
    url.password = 'x';
    expect(await count(await open([First, Second], url.href))).toBe(1000);
  });

  it('are waited for by a role that may not change its schema', async () => {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query(`create role clerk login password 'x'; grant usage on schema shop to clerk;
      grant select on all tables in schema shop to clerk`);
    await admin.end();
    const url = new URL(server.url);
    url.username = 'clerk';
    url.password = 'x';
    expect(await count(await open([First, Second], url.href))).toBe(1000);
    await expect(open([First, Second, Third], url.href)).rejects.toThrow(
      /Migrations of shop are still to be run \(Third\)/,
    );
    const waiting = Database.open({
      ...{ url: url.href, schema: 'shop', entities: [] },
      migrations: [First, Second, Third],
    });
    await open([First, Second, Third]);
    opened.push(await waiting);
  });
});

describe('a transaction', () => {
  it('is rolled back by an exception, which comes through as it is', async () => {
    const database = await open();
    const reason = new Error('changed my mind');
    const run = database.transaction(async ({ query }) => {
      await query('delete from items');
      throw reason;
    });
    await expect(run).rejects.toBe(reason);
    expect(await count(database)).toBe(1000);
  });

  it('whose connection is cut fails as an outage, and the next one works', async () => {
    const database = await open();
    const run = database.transaction(async ({ query }) => {
      const [row] = await query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.query('select pg_terminate_backend($1)', [row?.pid]);
      await query('select 1');
    });
    expect(isOutage(await run.catch((error: unknown) => error))).toBe(true);
    expect(await database.transaction(({ query }) => query('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  it('gives its connection back whatever happens', async () => {
    const database = await open();
    for (let i = 0; i < 30; i++) {
      await database.transaction(({ query }) => query('select nonsense')).catch(() => undefined);
    }
    expect(database.pool.totalCount - database.pool.idleCount).toBe(0);
  });
});

describe('a server that is not there', () => {
  it('is waited for, and after that the failure says what it is', async () => {
    const url = `postgresql://postgres:x@127.0.0.1:${await freePort()}/x`;
    const failure = await open([First], url).catch((error: unknown) => error);
    expect(isOutage(failure)).toBe(true);
  });

  it('may come while we wait, go, and come back', async () => {
    const postgres = await testPostgres();
    await postgres.stop();
    const waiting = Database.open({ url: postgres.url, schema: 'shop', entities: [], migrations: [First] });
    await postgres.restart();
    const database = await waiting;
    opened.push(database);
    await postgres.stop();
    expect(isOutage(await database.ping().catch((error: unknown) => error))).toBe(true);
    await postgres.restart();
    await until(async () => (await count(database)) === 1);
    await database.close();
    opened = [];
    await postgres.close();
  });
});

describe('reads in few exchanges', () => {
  const named = (name: string, ...values: (string | number | null)[]) => ({
    name,
    text: 'select id, $2::text as said from items where id = any($1::int[]) order by id',
    values,
  });
  const SAID = `it's "so" \\ $1; select`;

  it('give the same rows whether a connection knows the statement or not, and end', async () => {
    const database = await open();
    for (let i = 0; i < 3; i++) {
      const rows = await database.readOne('shop', named('one', '{1,2}', SAID));
      expect(rows).toEqual([1, 2].map((id) => ({ id, said: SAID })));
      const both = await database.readFrom('shop', named('first', '{3}', null), async (tx, [first]) => [
        first,
        ...(await tx.query('select id from items where id = 4')),
        ...(await tx.last('last', 'select $1::int as id', [5])),
      ]);
      expect(both).toEqual([{ id: 3, said: null }, { id: 4 }, { id: 5 }]);
      expect(
        await database.readFrom('shop', named('first', '{}', null), (_, rows) => Promise.resolve(rows)),
      ).toEqual([]);
      expect(await openTransactions(database)).toBe(0);
    }
  });

  it('ask nothing after their last statement, where no wall is', async () => {
    const database = await open();
    const last = ['last', 'select $1::int as id', [5]] as const;
    const goOn = [
      (tx: ReadTx) => tx.query('select 1'),
      (tx: ReadTx) => tx.prepared('more', 'select 1', []),
      (tx: ReadTx) => tx.last(...last),
    ];
    for (const more of goOn) {
      const read = database.readFrom('shop', named('first', '{1}', null), async (tx) => {
        await tx.last(...last);
        return more(tx);
      });
      await expect(read).rejects.toThrow('after the last one');
    }
  });

  it('see one moment, and nothing can be written', async () => {
    const database = await open();
    const count = { name: 'count', text: 'select count(*)::int as n from items', values: [] };
    for (let i = 0; i < 2; i++) {
      const seen = await database.readFrom('shop', count, async (tx, before) => {
        await database.query('insert into items (id, name) select max(id) + 1, $1 from items', ['meanwhile']);
        return [before, await tx.last(count.name, count.text, [])];
      });
      expect(seen[0]).toEqual(seen[1]);
    }
    const removed = database.readFrom('shop', count, (tx) => tx.query('delete from items'));
    await expect(removed).rejects.toThrow('read-only');
    await expect(database.readOne('shop', named('one', 'no array', null))).rejects.toThrow('malformed array');
    expect(await openTransactions(database)).toBe(0);
  });
});

const openTransactions = async (database: Database) =>
  (
    await database.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where application_name = 'shop' and state like 'idle in%'`,
    )
  )[0]?.n;
