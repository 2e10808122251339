import { Migration } from '@mikro-orm/migrations';
import { messagingTables } from '@powerpulse/messaging';

export class First20261120 extends Migration {
  override name = '2026-11-20-first';

  override up(): void {
    for (const statement of [...DAYS, ...JOBS, ...SCORES, ...messagingTables('scoring')])
      this.addSql(statement);
  }
}

const DAYS = [
  `create table days (
    organization text not null,
    day_id uuid not null,
    version int not null,
    conversation_id uuid not null,
    conversation_version int not null,
    date date not null,
    transcript_hash text not null,
    upload_ids uuid[] not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    token_estimate int not null,
    agent_names json not null,
    earlier_days json not null,
    force boolean not null,
    correlation_id text not null,
    primary key (organization, day_id, version)
  )`,
  `create table retracted_days (
    organization text not null,
    day_id uuid not null,
    version int not null,
    primary key (organization, day_id, version)
  )`,
  `create table cancelled_uploads (
    organization text not null,
    upload_id uuid not null,
    primary key (organization, upload_id)
  )`,
];

const JOBS = [
  `create table jobs (
    job_id uuid not null primary key,
    organization text not null,
    run_id uuid not null,
    scorer_id uuid not null,
    lane text not null,
    status text not null,
    upload_ids uuid[] not null,
    days int not null,
    tokens_estimated int not null,
    created_at timestamptz not null default now(),
    due_at timestamptz not null default now(),
    started_at timestamptz null,
    completed_at timestamptz null,
    attempts int not null default 0,
    lease_token uuid null,
    lease_until timestamptz null,
    scored int not null default 0,
    unscored int not null default 0,
    asked_again int not null default 0,
    cached int not null default 0,
    calls int not null default 0,
    input_tokens int not null default 0,
    output_tokens int not null default 0,
    cost_usd numeric(14,8) null,
    duration_ms double precision null,
    error text null
  )`,
  `create index jobs_open on jobs (status, lane, organization, created_at)
    where status in ('pending', 'in_progress')`,
  'create index jobs_by_upload on jobs using gin (upload_ids)',
  'create index jobs_by_age on jobs (organization, created_at)',
  `create table job_days (
    organization text not null,
    day_id uuid not null,
    version int not null,
    run_id uuid not null,
    try smallint not null,
    seq bigserial not null,
    job_id uuid null,
    tokens int not null,
    attempts smallint not null default 0,
    max_days smallint null,
    due_at timestamptz not null default now(),
    suspected boolean not null default false,
    result text null,
    generation int null,
    reason text null,
    detail text null,
    primary key (organization, day_id, version, run_id, try)
  ) with (fillfactor = 75)`,
  'create index job_days_waiting on job_days (organization, run_id, seq) where job_id is null',
  'create index job_days_by_job on job_days (job_id)',
];

const SCORES = [
  `create table scorers (
    scorer_id uuid not null primary key,
    provider text not null,
    model text not null,
    rubric text not null,
    params jsonb not null,
    created_at timestamptz not null default now()
  )`,
  `create table scores (
    organization text not null,
    transcript_hash text not null,
    scorer_id uuid not null,
    generation int not null,
    judgement json not null,
    job_id uuid not null,
    created_at timestamptz not null default now(),
    primary key (organization, transcript_hash, scorer_id, generation)
  )`,
];
