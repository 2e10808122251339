import pg from 'pg';

/**
 * The second wall between organizations, behind the `where organization = ...` of every query: row-level security.
 * Answers to the outside are read as a role that sees the rows of one organization, the one that the transaction names;
 * of none where it names none. What works for all of them (events, jobs, sweepers) stays the service's own role, for which
 * the policies are the constant true and cost nothing. See docs/decisions/0012-row-level-security.md.
 */
const readerOf = (schema: string): string => `powerpulse_${schema}_reader`;

const SETTING = 'reader.organization';

/**
 * For the end of a service's last migration: every table that has an organization, made here or before. `shared` are
 * tables without one that readers need. Again, it adds what is new. Without the reader (an account that may not make
 * roles) there is no second wall.
 */
export function organizationWall(schema: string, shared: readonly string[] = []): string[] {
  const [reader, s] = [pg.escapeIdentifier(readerOf(schema)), pg.escapeIdentifier(schema)];
  return [
    `do $$ begin
       if to_regrole('${reader}') is null
          and (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
         create role ${reader} nologin;
       end if;
     exception when duplicate_object or unique_violation then null; -- another database of this server made it just now
     end $$`,
    `do $$ declare one regclass; begin
       if to_regrole('${reader}') is null then
         raise warning 'no role ${reader}: organizations are kept apart by queries alone';
         return;
       end if;
       grant usage on schema ${s} to ${reader};
       ${shared.map((table) => `grant select on ${s}.${table} to ${reader};`).join(' ')}
       for one in
         select c.oid::regclass from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization' and not a.attisdropped
         where c.relnamespace = '${s}'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
           and not exists (select from pg_policy p where p.polrelid = c.oid)
       loop
         execute format('alter table %s enable row level security', one);
         execute format('alter table %s force row level security', one);
         execute format('create policy service on %s using (true)', one);
         execute format('create policy own_organization on %s as restrictive to ${reader}
           using (organization = (select current_setting(''${SETTING}'', true)))', one);
         execute format('grant select on %s to ${reader}', one);
       end loop;
     end $$`,
  ];
}

/** Begins such a read: one moment of the database, nothing can be written. */
export function beginRead(reader: string | null, organization: string): string {
  return [
    'begin isolation level repeatable read, read only',
    ...(reader === null ? [] : [`set local role ${pg.escapeIdentifier(reader)}`]),
    `set local ${SETTING} = ${pg.escapeLiteral(organization)}`,
    // Statements of milliseconds: compiling them would take longer than running them.
    'set local jit = off',
  ].join('; ');
}

/** The reader of a schema, where it exists and this connection may become it. */
export async function findReader(client: Pick<pg.Pool, 'query'>, schema: string): Promise<string | null> {
  const { rows } = await client.query<{ reader: string }>(
    `select rolname as reader from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'member')`,
    [readerOf(schema)],
  );
  return rows[0]?.reader ?? null;
}
