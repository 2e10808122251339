import { testDatabase, type TestDatabase } from '@powerpulse/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { givenAccess, ownAccess, ROLE_NAMES } from './database-access.js';
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

async function expectWalls(urls: Readonly<Record<string, string>>): Promise<void> {
  await run(urls.scoring, 'create table scoring.scores (n int)', 'insert into scoring.scores values (1)');
  const foreign = 'select * from scoring.scores';
  await expect(run(urls.gateway, foreign)).rejects.toThrow('permission denied');
  await expect(run(urls.gateway, 'create table scoring.mine (n int)')).rejects.toThrow('permission denied');
  await expect(run(urls.gateway, 'create table public.mine (n int)')).rejects.toThrow('permission denied');
  await expect(run(urls.gateway, 'create schema mine')).rejects.toThrow('permission denied');
}

it('gives each service a role that owns its schema and can touch nothing else', async () => {
  const urls = await ownAccess(database.url, passwords);
  expect(Object.keys(urls)).toEqual(SERVICES.map(({ name }) => name));
  await expectWalls(urls);
});

it('does it again without harm, as at every start', async () => {
  const urls = await ownAccess(database.url, passwords);
  await run(urls.analytics, 'create table analytics.kept (n int)');
  expect(await ownAccess(database.url, passwords)).toEqual(urls);
  expect(await run(urls.analytics, 'select * from analytics.kept')).toEqual([]);
});

it('makes the same roles on a server that was given, where it may', async () => {
  const urls = await givenAccess(database.url);
  expect(new URL(urls['day-splitting'] ?? '').username).toBe('powerpulse_day_splitting');
  await expectWalls(urls);
  expect(await givenAccess(database.url)).toEqual(urls);
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
  const urls = await givenAccess(given.href);
  expect(new Set(Object.values(urls))).toEqual(new Set([given.href]));
  await run(urls.ingestion, 'create table ingestion.messages (n int)');
  expect(await givenAccess(given.href)).toEqual(urls);
  // Now schemas stand that a role of ours could not use: the superuser's URL does not make roles either.
  expect(new Set(Object.values(await givenAccess(database.url)))).toEqual(new Set([database.url]));
  await run(database.url, `drop owned by ${owner} cascade`, `drop role ${owner}`);
});

it('says that DATABASE_URL is the problem', async () => {
  const wrong = new URL(database.url);
  wrong.password = 'wrong';
  await expect(givenAccess(wrong.href)).rejects.toThrow(/^DATABASE_URL cannot be used: .*password/);
});
