/**
 * What messaging needs in a service's schema, for its first migration. History (`inbox`, `outbox`) is kept for ever and
 * partitioned by the month of the event's own instant, so that a late duplicate meets its first. Keys begin with that
 * instant: new rows lie side by side, and history is read in its order. Everything else is small.
 */
export function messagingTables(schema: string): string[] {
  const s = `"${schema}"`;
  return [...history(s), ...trouble(s)];
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
    `create table ${s}.paused_consumers (
      consumer text primary key,
      paused_at timestamptz not null default now(),
      dead_letters int not null,
      error_class text not null
    )`,
  ];
}
