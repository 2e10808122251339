import { Migration } from '@mikro-orm/migrations';
import { organizationWall } from '@powerpulse/runtime';

export class Access20261121 extends Migration {
  override name = '2026-11-21-access';

  override up(): void {
    this.addSql(`create table organizations (
      organization text not null primary key,
      name text not null,
      created_at timestamptz not null default now(),
      suspended_at timestamptz null
    )`);
    this.addSql(`insert into organizations (organization, name) values ('default', 'PowerPulse')`);
    this.addSql(`create table api_keys (
      organization text not null,
      key_id uuid not null,
      secret_hash text not null,
      prefix text not null,
      name text not null,
      role text not null,
      agent_email text null,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz null,
      revoked_at timestamptz null,
      primary key (organization, key_id)
    )`);
    this.addSql('alter table api_keys add constraint api_keys_secret_hash_unique unique (secret_hash)');
    this.people();
    this.audit();
    for (const statement of organizationWall('gateway')) this.addSql(statement);
  }

  override down(): void {
    const people = 'members, sessions, sign_in_links, login_attempts';
    this.addSql(`drop table organizations, api_keys, audit_log, ${people}`);
    this.addSql('drop function audit_log_append_only_fn()');
  }

  private audit(): void {
    this.addSql(`create table audit_log (
      organization text not null,
      sequence bigint not null,
      at timestamptz not null,
      caller text not null,
      role text null,
      action text not null,
      target text null,
      status int not null,
      request_id uuid not null,
      hash text not null,
      primary key (organization, sequence)
    )`);
    this.addSql(`create function audit_log_append_only_fn() returns trigger language plpgsql as $$
      begin raise exception 'the audit log is append-only'; end; $$`);
    for (const [name, events] of [
      ['append_only', 'update or delete'],
      ['append_only_whole', 'truncate'],
    ]) {
      this.addSql(`create trigger ${name} before ${events} on audit_log
        for each statement execute function audit_log_append_only_fn()`);
    }
  }

  private people(): void {
    this.addSql(`create table members (
      organization text not null,
      member_id uuid not null,
      email text not null,
      name text not null,
      role text not null,
      password_hash text null,
      created_at timestamptz not null default now(),
      disabled_at timestamptz null,
      primary key (organization, member_id)
    )`);
    this.addSql(
      'alter table members add constraint members_organization_email_unique unique (organization, email)',
    );
    this.addSql(`create table sessions (
      session_hash text not null primary key,
      organization text not null,
      member_id uuid not null,
      by_link boolean not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`);
    this.addSql('create index sessions_member on sessions (organization, member_id)');
    this.addSql('create index sessions_expiry on sessions (expires_at)');
    this.addSql(`create table sign_in_links (
      link_hash text not null primary key,
      organization text not null,
      member_id uuid not null,
      expires_at timestamptz not null
    )`);
    this.addSql('create index sign_in_links_expiry on sign_in_links (expires_at)');
    this.addSql(`create table login_attempts (
      organization text not null,
      email text not null,
      attempts int not null,
      since timestamptz not null,
      primary key (organization, email)
    )`);
  }
}
