import { createHmac } from 'node:crypto';
import pg from 'pg';
import { SERVICES, type ServiceEntry } from './service-table.js';

/** Who comes to PostgreSQL by which URL. */
export interface DatabaseAccess {
  /** DATABASE_URL of each service. */
  services: Readonly<Record<string, string>>;
  /** Owns all schemas and runs their migrations; where there is none, services run them themselves. */
  migrator?: string;
}

const MIGRATOR = 'powerpulse_migrator';
const ident = pg.escapeIdentifier;
const roleOf = (service: ServiceEntry) => `powerpulse_${service.schema}`;

export const ROLE_NAMES = [MIGRATOR, ...SERVICES.map(roleOf)];

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * The migrator owns every schema. A service's role may read and write the rows of its own and nothing else: it cannot
 * make, change or remove a table. `create-roles.sh` and `cloudnative-pg.yaml` in k8s/ say the same.
 */
function schemaStatements(service: ServiceEntry): string[] {
  const [schema, role] = [ident(service.schema), ident(roleOf(service))];
  const reader = ident(`${roleOf(service)}_reader`);
  const defaults = `alter default privileges for role ${ident(MIGRATOR)} in schema ${schema}`;
  return [
    `create schema if not exists ${schema} authorization ${ident(MIGRATOR)}`,
    `grant usage on schema ${schema} to ${role}`,
    `${defaults} grant select, insert, update, delete on tables to ${role}`,
    `${defaults} grant usage on sequences to ${role}`,
    `${defaults} grant execute on functions to ${role}`,
    // It becomes the reader for as long as it answers somebody, and has none of the reader's limits otherwise.
    `do $$ begin if to_regrole('${reader}') is null then create role ${reader} nologin; end if; end $$`,
    `alter role ${role} noinherit`,
    `grant ${reader} to ${role}`,
  ];
}

async function createRoles(
  client: pg.Client,
  url: string,
  passwordOf: (role: string) => string,
): Promise<DatabaseAccess> {
  const database = ident(decodeURIComponent(new URL(url).pathname.slice(1)));
  const createRole = async (role: string): Promise<string> => {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (!rowCount) await client.query(`create role ${ident(role)} login`);
    await client.query(`alter role ${ident(role)} password ${pg.escapeLiteral(passwordOf(role))}`);
    await client.query(`grant connect, temporary on database ${database} to ${ident(role)}`);
    const own = new URL(url);
    own.username = role;
    own.password = passwordOf(role);
    return own.href;
  };
  const migrator = await createRole(MIGRATOR);
  const services: Record<string, string> = {};
  for (const service of SERVICES) {
    services[service.name] = await createRole(roleOf(service));
    for (const statement of schemaStatements(service)) await client.query(statement);
  }
  // Only we may: the migrator owns schemas, not the database.
  await client.query('create extension if not exists pg_trgm schema ingestion');
  return { services, migrator };
}

/** On our own server nobody else is to come in. */
export function ownAccess(url: string, passwords: Readonly<Record<string, string>>): Promise<DatabaseAccess> {
  return withClient(url, async (client) => {
    const database = ident(new URL(url).pathname.slice(1));
    await client.query(
      `revoke all on database ${database} from public; revoke all on schema public from public`,
    );
    return createRoles(client, url, (role) => {
      const password = passwords[role];
      if (!password) throw new Error(`No password was made for ${role}`);
      return password;
    });
  });
}

interface Standing {
  may_create_roles: boolean;
  /** Schemas of ours that somebody else made: our migrator could not change them. */
  foreign_schemas: number;
}

async function standing(client: pg.Client): Promise<Standing | undefined> {
  const { rows } = await client.query<Standing>(
    `select rolsuper as may_create_roles,
            (select count(*)::int from pg_namespace n
              where n.nspname = any($1) and pg_get_userbyid(n.nspowner) <> $2) as foreign_schemas
       from pg_roles where rolname = current_user`,
    [SERVICES.map(({ schema }) => schema), MIGRATOR],
  );
  return rows[0];
}

/**
 * On a server that is somebody else's (DATABASE_URL): the roles where we may make them, else all come as the account we
 * were given. The roles' passwords follow from the given one, so that several stacks agree on them.
 */
export function givenAccess(url: string): Promise<DatabaseAccess> {
  return withClient(url, async (client) => {
    const { password } = new URL(url);
    const found = await standing(client);
    if (password && found?.may_create_roles && found.foreign_schemas === 0) {
      return createRoles(client, url, (role) =>
        createHmac('sha256', decodeURIComponent(password)).update(role).digest('base64url'),
      );
    }
    const { rows } = await client.query<{ nspname: string }>('select nspname from pg_namespace');
    for (const { schema } of SERVICES) {
      const there = rows.some(({ nspname }) => nspname === schema);
      if (!there) await client.query(`create schema if not exists ${ident(schema)}`);
    }
    return { services: Object.fromEntries(SERVICES.map(({ name }) => [name, url])) };
  }).catch((error: unknown) => {
    throw new Error(`DATABASE_URL cannot be used: ${String(error)}`, { cause: error });
  });
}
