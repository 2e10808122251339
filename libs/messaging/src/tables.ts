/**
 * What messaging needs in a service's schema, for its first migration. History (`inbox`, `outbox`) is kept for ever and
 * partitioned by the month of the event's own instant, so that a late duplicate meets its first. Keys begin with that
 * instant: new rows lie side by side, and history is read in its order. Everything else is small.
 */
export function messagingTables(schema: string): string[] {
  const s = `"${schema}"`;
  return [...monthlyPartitions(s), ...history(s), ...trouble(s)];
}

/**
 * Gives a month of a partitioned table of this schema a partition of its own. It runs as whoever ran the migrations,
 * because a service's role may not make tables. Rows of that month may lie in the default partition already: a clock
 * ahead, or a month that was prepared too late. Nobody else gets at that one meanwhile.
 */
function monthlyPartitions(s: string): string[] {
  return [
    `create function ${s}.prepare_month(parent text, month date) returns void
     language plpgsql security definer set search_path = ${s}, pg_temp set timezone = 'UTC' as $$
     declare
       first constant date := date_trunc('month', month);
       next constant date := first + interval '1 month';
       part constant text := parent || to_char(first, '_YYYY_MM');
       rest constant text := parent || '_default';
       key text;
     begin
       if to_regclass(quote_ident(part)) is not null then return; end if;
       select attname into strict key from pg_partitioned_table
         join pg_attribute on attrelid = partrelid and attnum = partattrs[0]
         where partrelid = to_regclass(quote_ident(parent));
       execute format('lock table %I in access exclusive mode', rest);
       if to_regclass(quote_ident(part)) is not null then return; end if;
       execute format('create table %I (like %I including all)', part, parent);
       execute format('with moved as (delete from %I where %I >= %L and %I < %L returning *)
         insert into %I select * from moved', rest, key, first, key, next, part);
       execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, first, next);
     end $$`,
    `revoke all on function ${s}.prepare_month from public`,
  ];
}

function history(s: string): string[] {
  return [
    `create table ${s}.inbox (
      consumer text not null,
      event_id uuid not null,
      occurred_at timestamptz not null,
      organization text not null,
      received_at timestamptz not null default now(),
      name text,
      version int,
      correlation_id text,
      payload json,
      primary key (consumer, occurred_at, event_id)
    ) partition by range (occurred_at)`,
    `create table ${s}.inbox_default partition of ${s}.inbox default`,
    `create table ${s}.outbox (
      event_id uuid not null,
      occurred_at timestamptz not null,
      organization text not null,
      recorded_at timestamptz not null default now(),
      name text not null,
      version int not null,
      correlation_id text not null,
      subject text not null,
      data json not null,
      primary key (occurred_at, event_id)
    ) partition by range (occurred_at)`,
    `create table ${s}.outbox_default partition of ${s}.outbox default`,
    `create table ${s}.outbox_unpublished (
      event_id uuid not null,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null default now(),
      retry_at timestamptz not null default now() + interval '10 seconds',
      primary key (event_id, occurred_at)
    )`,
    `create index outbox_unpublished_retry_at on ${s}.outbox_unpublished (retry_at)`,
  ];
}

function trouble(s: string): string[] {
  return [
    `create table ${s}.attempts (
      consumer text not null,
      event_id uuid not null,
      organization text not null,
      attempts int not null default 1,
      first_failed_at timestamptz not null default now(),
      last_failed_at timestamptz not null default now(),
      error_class text,
      reason text,
      primary key (consumer, event_id)
    )`,
    `create table ${s}.dead_letters (
      id uuid primary key,
      consumer text not null,
      organization text not null,
      event_id uuid,
      occurred_at timestamptz,
      subject text not null,
      payload text not null,
      error_class text not null,
      reason text not null,
      attempts int not null,
      first_failed_at timestamptz not null,
      last_failed_at timestamptz not null,
      status text not null default 'open' check (status in ('open', 'redriven', 'discarded')),
      resolved_at timestamptz,
      discarded_because text
    )`,
    `create index dead_letters_open on ${s}.dead_letters (organization, last_failed_at, id) where status = 'open'`,
    `create index dead_letters_by_time on ${s}.dead_letters (organization, last_failed_at, id)`,
    `create table ${s}.reconciled (
      consumer text primary key,
      through timestamptz,
      next_at timestamptz not null default now()
    )`,
    `create table ${s}.paused_consumers (
      consumer text primary key,
      paused_at timestamptz not null default now(),
      dead_letters int not null,
      error_class text not null
    )`,
  ];
}
