import { Migration } from '@mikro-orm/migrations';
import { messagingTables } from '@powerpulse/messaging';
import { organizationWall } from '@powerpulse/runtime';

export class First20261120 extends Migration {
  override name = '2026-11-20-first';

  override up(): void {
    for (const statement of [
      ...uploads,
      ...conversations,
      ...messagingTables('ingestion'),
      ...organizationWall('ingestion', ['removed_texts']),
    ]) {
      this.addSql(statement);
    }
  }
}

const uploads = [
  `create table uploads (
    organization text not null,
    upload_id uuid not null,
    upload_no serial not null,
    correlation_id text not null,
    accepted_at timestamptz not null,
    bytes bigint not null,
    chunks int not null,
    force_reprocess boolean not null,
    state text not null default 'waiting',
    cancel_requested boolean not null default false,
    auto_response_patterns jsonb null,
    checkpoint jsonb null,
    bytes_read bigint not null default 0,
    kept int not null default 0,
    filtered int not null default 0,
    rejected int not null default 0,
    duplicate int not null default 0,
    conversations int not null default 0,
    conversations_changed int not null default 0,
    conversations_skipped int not null default 0,
    failure text null,
    attempts int not null default 0,
    lease uuid null,
    not_before timestamptz not null default now(),
    started_at timestamptz null,
    finished_at timestamptz null,
    primary key (organization, upload_id)
  )`,
  'alter table uploads add constraint uploads_upload_no_unique unique (upload_no)',
  'create index uploads_unfinished on uploads (organization, upload_no) where finished_at is null',
  `create table upload_conversations (
    organization text not null,
    upload_id uuid not null,
    conversation_id uuid not null,
    usable boolean not null,
    changed boolean not null,
    forced_version int null,
    pending boolean not null,
    primary key (organization, upload_id, conversation_id)
  )`,
  `create index upload_conversations_forced on upload_conversations (organization, conversation_id, forced_version)
   where forced_version is not null`,
  `create table rejects (
    organization text not null,
    upload_id uuid not null,
    position int not null,
    byte_offset bigint not null,
    list_key text null,
    list_index int not null,
    reason text not null,
    field text null,
    primary key (organization, upload_id, position)
  )`,
  `create table organization_settings (
    organization text not null primary key,
    settings_version int not null,
    auto_response_patterns jsonb not null
  )`,
];

const conversations = [
  // For parts of names. Where the service's role may not create it, whoever made the role has (see docs/running.md).
  'create extension if not exists pg_trgm',
  `create table conversations (
    organization text not null,
    conversation_id uuid not null,
    chat_id text not null,
    version int not null,
    message_count int not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    customer_name text null,
    customer_name_at timestamptz null,
    primary key (organization, conversation_id)
  )`,
  // An export in order of time raises a conversation again and again: room for that in the row's own page.
  'alter table conversations set (fillfactor = 70)',
  // By month of what identifies a message anyway, so that one key for each partition is one key for all.
  `create table messages (
    organization text not null,
    conversation_id uuid not null,
    at timestamptz not null,
    message_id uuid not null,
    conversation_version int not null,
    upload_no int not null,
    position int not null,
    from_customer boolean not null,
    tokens int not null,
    agent_username text null,
    agent_email text null,
    text text null,
    primary key (organization, conversation_id, at, message_id)
  ) partition by range (at)`,
  'create table messages_default partition of messages default',
  // Words of any language, none cut down to its stem: 'simple' is what the query says too.
  `create index messages_by_word on messages using gin (to_tsvector('simple', text))`,
  `create table removed_texts (
    partition text not null,
    removed_at timestamptz not null default now(),
    kept_from timestamptz not null,
    messages int not null,
    archive text null,
    archive_sha256 text null,
    primary key (partition, removed_at)
  )`,
  `create function removed_texts_append_only_fn() returns trigger language plpgsql as $$
   begin raise exception 'what was removed is append-only'; end; $$`,
  `create trigger append_only before update or delete on removed_texts
   for each statement execute function removed_texts_append_only_fn()`,
  `create index conversations_by_name on conversations
   using gin ((chat_id || ' ' || coalesce(customer_name, '')) gin_trgm_ops)`,
];
