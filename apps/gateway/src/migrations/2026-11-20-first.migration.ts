import { Migration } from '@mikro-orm/migrations';
import { messagingTables } from '@powerpulse/messaging';
import { CHANGED_IN, noteChangesOf } from '@powerpulse/runtime';

export class First20261120 extends Migration {
  override name = '2026-11-20-first';

  override up(): void {
    this.addSql(`create table weight_profiles (
      organization text not null, name text not null, version int not null, weights jsonb not null,
      created_at timestamptz not null default now(),
      primary key (organization, name, version)
    )`);
    this.uploads();
    for (const statement of noteChangesOf('uploads', ['state', 'revision', 'cancelled_at']))
      this.addSql(statement);
    this.addSql('create index uploads_changed on uploads (organization, changed_in)');
    this.addSql(`create table idempotency_keys (
      organization text not null,
      key text not null,
      upload_id uuid not null,
      content_hash text not null,
      force_reprocess boolean not null,
      created_at timestamptz not null default now(),
      primary key (organization, key)
    )`);
    this.addSql(`create table organization_settings (
      organization text not null,
      settings_version int not null,
      time_zone text not null,
      weight_profile text not null,
      auto_response_patterns text[] not null,
      time_limits jsonb not null,
      changed_at timestamptz not null default now(),
      primary key (organization, settings_version)
    )`);
    for (const statement of messagingTables('gateway')) this.addSql(statement);
  }

  private uploads(): void {
    this.addSql(`create table uploads (
      organization text not null,
      upload_id uuid not null,
      state text not null,
      force_reprocess boolean not null default false,
      bytes bigint not null default 0,
      content_hash text null,
      chunks int not null default 0,
      bytes_stored boolean not null default true,
      started_at timestamptz not null default now(),
      accepted_at timestamptz null,
      cancelled_at timestamptz null,
      status text not null default 'queued',
      progress jsonb null,
      percentage double precision not null default 0,
      revision int not null default 0,
      changed_at timestamptz null,
      refreshed_at timestamptz null,
      ended_at timestamptz null,
      ${CHANGED_IN},
      primary key (organization, upload_id)
    )`);
    this.addSql(
      `create index uploads_newest on uploads (organization, accepted_at desc, upload_id) where state = 'accepted'`,
    );
    this.addSql(
      `create index uploads_open on uploads (refreshed_at) where state = 'accepted' and ended_at is null`,
    );
    this.addSql(
      `create index uploads_same_bytes on uploads (organization, content_hash) where state = 'accepted' and ended_at is null`,
    );
    this.addSql(`create index uploads_receiving on uploads (started_at) where state = 'receiving'`);
    this.addSql(
      `create index uploads_stored on uploads (ended_at) where ended_at is not null and bytes_stored`,
    );
    this.chunks();
  }

  private chunks(): void {
    this.addSql(`create table upload_chunks (
      organization text not null,
      upload_id uuid not null,
      index int not null,
      data bytea not null,
      received_at timestamptz not null default now(),
      primary key (organization, upload_id, index),
      constraint upload_chunks_organization_upload_id_foreign foreign key (organization, upload_id)
        references uploads (organization, upload_id) on delete cascade
    )`);
    // Written once, read once, then gone: compressing them would only cost time.
    this.addSql('alter table upload_chunks alter column data set storage external');
  }
}
