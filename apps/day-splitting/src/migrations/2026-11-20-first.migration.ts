import { Migration } from '@mikro-orm/migrations';
import { messagingTables } from '@powerpulse/messaging';
import { organizationWall } from '@powerpulse/runtime';

export class First20261120 extends Migration {
  override name = '2026-11-20-first';

  override up(): void {
    this.addSql(`create table organizations (
      organization text not null primary key,
      time_zone text not null default 'UTC',
      settings_version int not null default 0
    )`);
    this.addSql(`create table conversations (
      organization text not null,
      conversation_id uuid not null,
      version int not null default 0,
      time_zone text null,
      primary key (organization, conversation_id)
    )`);
    this.addSql(`create table days (
      organization text not null,
      conversation_id uuid not null,
      date date not null,
      version int not null,
      fingerprint text null,
      primary key (organization, conversation_id, date)
    ) partition by range (date)`);
    this.addSql('create table days_default partition of days default');
    this.addSql(`create table unannounced_days (
      organization text not null,
      conversation_id uuid not null,
      upload_id uuid not null,
      days int not null,
      days_to_score int not null,
      primary key (organization, conversation_id, upload_id)
    )`);
    this.addSql(`create table resplits (
      organization text not null primary key,
      correlation_id text not null,
      after uuid null,
      failed int not null default 0,
      lease uuid null,
      not_before timestamptz not null default now()
    )`);
    for (const statement of [...messagingTables('day_splitting'), ...organizationWall('day_splitting')])
      this.addSql(statement);
  }
}
