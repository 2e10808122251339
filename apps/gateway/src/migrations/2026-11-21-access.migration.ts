import { Migration } from '@mikro-orm/migrations';

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
  }
}
