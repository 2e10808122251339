import { Database } from '@powerpulse/runtime';
import { testDatabase, type TestDatabase } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestionDatabase } from './database.js';
import { instantOf, msOf } from './tables/epoch-ms.js';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await testDatabase();
  database = await Database.open(ingestionDatabase(server.url));
});
afterAll(async () => {
  await database.close();
  await server.close();
});

describe('tables', () => {
  it('are the same in migrations and entities', async () => {
    const changes = await database.orm.schema.getUpdateSchemaSQL({
      wrap: false,
      safe: true,
      dropTables: false,
    });
    expect(changes.trim()).toBe('');
  });

  it('would be told apart', async () => {
    await database.query('alter table rejects drop column field');
    const options = { wrap: false, safe: true, dropTables: false };
    expect(await database.orm.schema.getUpdateSchemaSQL(options)).toContain('"field"');
    await database.query('alter table rejects add column field text null');
  });

  it('keep every millisecond', async () => {
    const instants = [1, 999, 1_000, 1_767_607_200_123, 1_767_607_200_999, 4_102_444_799_999];
    for (let i = 0; i < 2_000; i++) instants.push(1_767_607_200_000 + i);
    const rows = await database.query<{ at: number }>(
      `select ${msOf('at')} as at from (
         select ${instantOf('ms')} as at from unnest($1::float8[]) as ms) stored`,
      [instants],
    );
    expect(rows.map((row) => row.at)).toEqual(instants);
  });

  it('give the messages of a conversation as one stretch of an index', async () => {
    await database.query('set enable_seqscan = off');
    const plan = await database.query<{ 'QUERY PLAN': string }>(
      `explain select text from messages where organization = 'default'
         and conversation_id = '00000000-0000-0000-0000-000000000000' and at >= now() - interval '1 day'
       order by at, upload_no, position`,
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Scan using messages_\w*pkey/);
  });
});
