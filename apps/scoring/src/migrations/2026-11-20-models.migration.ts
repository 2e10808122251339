import { Migration } from '@mikro-orm/migrations';

/** What it takes to ask a language model: calls, limits, budgets, rubrics, backfills. */
export class Models20261120 extends Migration {
  override name = '2026-11-20-models';

  override up(): void {
    for (const statement of [...CALLS, ...BUDGETS, ...RUBRICS]) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table llm_lanes, llm_calls, budgets, budget_use, rubrics, topic_proposals, backfills');
  }
}

const CALLS = [
  `create table llm_lanes (
    lane text not null primary key,
    paused_until timestamptz null,
    pause_reason text null,
    rate_hits int not null default 0,
    failures int not null default 0,
    open_until timestamptz null,
    last_success_at timestamptz null
  )`,
  `create table llm_calls (
    call_id uuid not null primary key,
    lane text not null,
    organization text not null,
    job_id uuid not null,
    status text not null,
    days int not null,
    started_at timestamptz not null default now(),
    deadline_at timestamptz not null,
    ended_at timestamptz null,
    reserved_tokens int not null,
    reserved_usd numeric(14,8) null,
    input_tokens int null,
    output_tokens int null,
    cost_usd numeric(14,8) null,
    http_status int null,
    error text null
  )`,
  `create index llm_calls_open on llm_calls (lane, deadline_at) where ended_at is null`,
  'create index llm_calls_by_lane on llm_calls (lane, started_at)',
  'create index llm_calls_by_organization on llm_calls (organization, started_at)',
  'create index llm_calls_by_job on llm_calls (job_id)',
];

const BUDGETS = [
  `create table budgets (
    organization text not null primary key,
    usd_per_month numeric(14,4) not null,
    updated_at timestamptz not null default now()
  )`,
  `create table budget_use (
    organization text not null,
    month date not null,
    spent_usd numeric(14,8) not null default 0,
    reserved_usd numeric(14,8) not null default 0,
    warned int not null default 0,
    primary key (organization, month)
  )`,
];

const RUBRICS = [
  `create table rubrics (
    organization text not null,
    name text not null,
    document jsonb not null,
    published_at timestamptz not null default now(),
    primary key (organization, name)
  )`,
  `create table topic_proposals (
    organization text not null,
    slug text not null,
    label text not null,
    days int not null,
    last_at timestamptz not null default now(),
    primary key (organization, slug)
  )`,
  `create table backfills (
    backfill_id uuid not null primary key,
    organization text not null,
    scorer_id uuid not null,
    status text not null,
    start_date date null,
    end_date date null,
    upload_id uuid null,
    max_days int null,
    max_usd numeric(14,4) null,
    planned_days int not null,
    planned_tokens bigint not null,
    planned_usd numeric(14,8) null,
    enqueued int not null default 0,
    after_day uuid null,
    note text null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  'create index backfills_by_organization on backfills (organization, created_at)',
];
