// Runs the migrations of every service on an empty PostgreSQL and asks MikroORM what it would still change to get the
// tables that the entities describe: nothing. Reads the built code in dist.
import 'reflect-metadata';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { root } from './setup.mjs';

const dist = path.join(root, 'dist');
const built = (file) => import(pathToFileURL(path.join(dist, file)).href);

/** Not entities but messaging's own tables (libs/messaging/src/tables.ts), partitions by month among them. */
const MESSAGING_TABLES = [
  /^(inbox|outbox)(_\w+)?$/,
  'attempts',
  'dead_letters',
  'paused_consumers',
  'reconciled',
];

function filesBelow(folder, ending) {
  const names = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => path.join(folder, name));
}

async function exportsOf(files) {
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(file).href)));
  return modules.flatMap((module) => Object.values(module)).filter((value) => typeof value === 'function');
}

async function difference(service, url, { databaseOptions }) {
  const folder = path.join(dist, 'apps', service, 'src');
  const schema = service.replaceAll('-', '_');
  const entities = await exportsOf(filesBelow(folder, '.entity.js'));
  const migrations = await exportsOf(filesBelow(folder, '.migration.js'));
  const options = databaseOptions({ url, schema, entities, migrations });
  const orm = await MikroORM.init({
    ...options,
    // Functions and policies (organization-wall.ts) are of no entity either.
    schemaGenerator: {
      skipTables: [...MESSAGING_TABLES, 'migrations'],
      ignoreRoutines: true,
      ignorePolicies: true,
      createForeignKeyConstraints: true,
    },
  });
  try {
    await orm.em.getConnection().execute(`create schema if not exists "${schema}"`);
    await orm.migrator.up();
    return (await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false, schema })).trim();
  } finally {
    await orm.close();
  }
}

/** A database of its own: MikroORM reads a column's collation by table name alone, from whichever schema has one. */
async function ownDatabase(url, service) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database "${service}"`);
  await client.end();
  const own = new URL(url);
  own.pathname = service;
  return own.href;
}

const { serverAccount, sharedTemporaryFolder, startPostgres } = await built('libs/local-stack/src/index.js');
const folder = fs.mkdtempSync(path.join(sharedTemporaryFolder(serverAccount()), 'powerpulse-check-'));
const runtime = await built('libs/runtime/src/database-options.js');
fs.chmodSync(folder, 0o711); // root's PostgreSQL runs as another account
const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), settings: { fsync: 'off' } });
try {
  for (const service of fs.readdirSync(path.join(dist, 'apps'))) {
    if (!fs.existsSync(path.join(dist, 'apps', service, 'src', 'migrations'))) continue;
    const sql = await difference(service, await ownDatabase(postgres.url, service), runtime);
    console.log(
      sql ? `${service}: to match its entities the database would still need\n${sql}` : `${service}: equal`,
    );
    if (sql) process.exitCode = 1;
  }
} finally {
  await postgres.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
