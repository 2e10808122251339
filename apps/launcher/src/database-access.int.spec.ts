import { testDatabase, type TestDatabase } from '@powerpulse/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DatabaseAccess, givenAccess, ownAccess, ROLE_NAMES } from './database-access.js';
import { SERVICES } from './service-table.js';

let database: TestDatabase;
const passwords = Object.fromEntries(ROLE_NAMES.map((role) => [role, `secret of ${role}: /@?#`]));

beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

async function run(url: string | undefined, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

async function expectWalls({ services: urls, migrator }: DatabaseAccess): Promise<void> {
  await run(migrator, 'create table if not exists scoring.scores (id serial, n int)');
  const own = 'with written as (insert into scoring.scores (n) values (1)) select * from scoring.scores';
  await run(urls.scoring, own, 'update scoring.scores set n = 2', 'delete from scoring.scores');
  const refused = [
    [urls.scoring, 'create table scoring.mine (n int)'],
    [urls.scoring, 'alter table scoring.scores add column m int'],
    [urls.scoring, 'truncate scoring.scores'],
    [urls.scoring, 'drop table scoring.scores'],
    [urls.gateway, 'select * from scoring.scores'],
    [urls.gateway, 'create table public.mine (n int)'],
    [urls.gateway, 'create schema mine'],
    [migrator, 'create table public.mine (n int)'],
    [migrator, 'create role mine'],
  ];
  for (const [url, statement] of refused)
    await expect(run(url, statement!), statement).rejects.toThrow(/permission denied|must be owner/);
}

it('a migrator owns the schemas; each service reads and writes the rows of its own and nothing else', async () => {
  const access = await ownAccess(database.url, passwords);
  expect(Object.keys(access.services)).toEqual(SERVICES.map(({ name }) => name));
  await expectWalls(access);
});

it('does it again without harm, as at every start', async () => {
  const access = await ownAccess(database.url, passwords);
  await run(access.migrator, 'create table analytics.kept (n int)');
  expect(await ownAccess(database.url, passwords)).toEqual(access);
  expect(await run(access.services.analytics, 'select * from analytics.kept')).toEqual([]);
});

it('makes the same roles on a server that was given, where it may', async () => {
  const access = await givenAccess(database.url);
  expect(new URL(access.services['day-splitting'] ?? '').username).toBe('powerpulse_day_splitting');
  await expectWalls(access);
  expect(await givenAccess(database.url)).toEqual(access);
});

it('comes as the given account where that may not make roles', async () => {
  const owner = `owner_${new URL(database.url).pathname.slice(1)}`;
  const name = new URL(database.url).pathname.slice(1);
  await run(
    database.url,
    `create role ${owner} login password 'x'`,
    `grant create on database ${name} to ${owner}`,
  );
  const given = new URL(database.url);
  given.username = owner;
  given.password = 'x';
  const everybody = (url: string) => ({
    services: Object.fromEntries(SERVICES.map(({ name: service }) => [service, url])),
  });
  const access = await givenAccess(given.href);
  expect(access).toEqual(everybody(given.href));
  await run(access.services.ingestion, 'create table ingestion.messages (n int)');
  expect(await givenAccess(given.href)).toEqual(access);
  // Now schemas stand that a migrator of ours could not change: the superuser's URL does not make roles either.
  expect(await givenAccess(database.url)).toEqual(everybody(database.url));
  await run(database.url, `drop owned by ${owner} cascade`, `drop role ${owner}`);
});

it('says that DATABASE_URL is the problem', async () => {
  const wrong = new URL(database.url);
  wrong.password = 'wrong';
  await expect(givenAccess(wrong.href)).rejects.toThrow(/^DATABASE_URL cannot be used: .*password/);
});
