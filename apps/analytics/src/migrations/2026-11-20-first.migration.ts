import { Migration } from '@mikro-orm/migrations';
import { messagingTables } from '@powerpulse/messaging';
import { CHANGED_IN, noteChangesOf, organizationWall } from '@powerpulse/runtime';
import { REPLAY_SHOWS } from '../tables/replay.entity.js';

export class FirstAnalytics20261120 extends Migration {
  override name = '2026-11-20-first';

  override up(): void {
    for (const statement of [
      ...readModels,
      ...besideThem,
      ...messagingTables('analytics'),
      ...organizationWall('analytics'),
    ])
      this.addSql(statement);
  }
}

const readModels = [
  `create table conversation_days (
    generation int not null, organization text not null, conversation_id uuid not null, date date not null,
    day_id uuid not null, status text not null, version int null, chat_id text collate "C" null,
    first_at timestamptz(3) null, last_at timestamptz(3) null,
    messages int null, customer_messages int null, agents jsonb null,
    first_response_time double precision null, avg_response_time double precision null,
    total_handling_time double precision null, customer_turns int null, unanswered_turns int null,
    judged_version int null, judged_at timestamptz(3) null, judged_by_event uuid null,
    provider text null, model text null, rubric text null, refusal text null,
    sentiment_score double precision null, sentiment_shift double precision null,
    resolution_achieved double precision null, fcr_score double precision null, ces double precision null,
    predicted_rating double precision null, topics jsonb null, outcome text null, judged boolean not null,
    effectiveness double precision null, effort double precision null, efficiency double precision null,
    empathy double precision null, csi double precision null,
    primary key (generation, organization, conversation_id, date)
  )`,
  // Partial, so that whoever looks for a conversation's days can not be led to scan all days by one of these.
  `create index conversation_days_by_date on conversation_days (generation, organization, date)
    include (chat_id, csi, sentiment_score, judged, first_at, last_at, messages) where chat_id is not null`,
  'create index conversation_days_by_csi on conversation_days (generation, organization, csi) where csi is not null',
  `create table conversations (
    generation int not null, organization text not null, conversation_id uuid not null,
    chat_id text collate "C" not null, csi double precision null,
    effectiveness double precision null, effort double precision null, efficiency double precision null,
    empathy double precision null, sentiment_score double precision null, predicted_rating double precision null,
    fcr boolean null, topics jsonb not null, outcome text null,
    first_message_at timestamptz(3) not null, last_message_at timestamptz(3) not null,
    message_count int not null, days int not null, scored_days int not null, agents jsonb not null,
    primary key (generation, organization, conversation_id)
  )`,
  // For counting: what has a topic or an agent is found, not looked for row by row.
  `create index conversations_by_topic_and_agent on conversations
    using gin (topics jsonb_path_ops, agents jsonb_path_ops)`,
  'create index conversations_by_chat_id on conversations (generation, organization, chat_id)',
  'create index conversations_by_csi on conversations (generation, organization, csi, chat_id)',
  'create index conversations_by_sentiment on conversations (generation, organization, sentiment_score, chat_id)',
  'create index conversations_by_first_message on conversations (generation, organization, first_message_at, chat_id)',
  'create index conversations_by_last_message on conversations (generation, organization, last_message_at, chat_id)',
  'create index conversations_by_messages on conversations (generation, organization, message_count, chat_id)',
  `create table daily_metrics (
    generation int not null, organization text not null, dimension text not null, date date not null,
    member text collate "C" not null, scorer text not null, updated_at timestamptz not null default now(),
    scored_days int not null default 0, unscored_days int not null default 0, outbound_days int not null default 0,
    messages int not null default 0, customer_messages int not null default 0, unanswered_turns int not null default 0,
    csat_days int not null default 0, fcr_days int not null default 0, positive_days int not null default 0, negative_days int not null default 0,
    sentiment_score_n int not null default 0, sentiment_shift_n int not null default 0, resolution_achieved_n int not null default 0,
    fcr_score_n int not null default 0, ces_n int not null default 0, predicted_rating_n int not null default 0,
    first_response_time_n int not null default 0, avg_response_time_n int not null default 0, total_handling_time_n int not null default 0,
    csi_sum numeric not null default 0.000000000, resolution_quality_sum numeric not null default 0.000000000, customer_ease_sum numeric not null default 0.000000000,
    service_timeliness_sum numeric not null default 0.000000000, interaction_quality_sum numeric not null default 0.000000000,
    sentiment_score_sum numeric not null default 0.000000000, sentiment_shift_sum numeric not null default 0.000000000,
    resolution_achieved_sum numeric not null default 0.000000000, fcr_score_sum numeric not null default 0.000000000, ces_sum numeric not null default 0.000000000,
    predicted_rating_sum numeric not null default 0.000000000, first_response_time_sum numeric not null default 0.000000000,
    avg_response_time_sum numeric not null default 0.000000000, total_handling_time_sum numeric not null default 0.000000000,
    shared_days numeric not null default 0.000000000, shared_csi_sum numeric not null default 0.000000000,
    primary key (generation, organization, dimension, date, member, scorer)
  ) with (fillfactor = 50)`, // Room on the page: a date's sums change often, and no index has to know.
  `create table topic_days (
    generation int not null, organization text not null, period text not null, date date not null,
    topic text collate "C" not null, scorer text not null, days int not null,
    primary key (generation, organization, period, date, topic, scorer)
  ) with (fillfactor = 70)`,
  `create table day_gaps (
    generation int not null, organization text not null, series text not null, span int not null,
    date date not null, previous date not null, n int not null,
    primary key (generation, organization, series, span, date, previous)
  ) with (fillfactor = 70)`,
];

const besideThem = [
  `create table organizations (
    organization text not null primary key, settings_version int not null, time_zone text not null,
    weight_profile jsonb not null, time_limits jsonb not null, live_generation int not null,
    state uuid not null default gen_random_uuid()
  )`,
  `create table generations (
    organization text not null, generation int not null, weight_profile jsonb not null, time_limits jsonb not null,
    active_scorer text null, source text not null, position jsonb null, complete boolean not null,
    retired boolean not null, created_at timestamptz not null default now(),
    primary key (organization, generation)
  )`,
  `create table replays (
    organization text not null, replay_id uuid not null, generation int not null, previous_generation int not null,
    cause text not null, switch text not null, start_date date null, end_date date null, state text not null,
    events_read double precision not null default 0, events_total double precision null, busy_ms double precision not null default 0,
    comparison jsonb null, error text null, created_at timestamptz(3) not null default now(),
    caught_up_at timestamptz(3) null, switched_at timestamptz(3) null, ended_at timestamptz(3) null,
    ${CHANGED_IN},
    primary key (organization, replay_id)
  )`,
  ...noteChangesOf('replays', REPLAY_SHOWS),
  'create index replays_by_time on replays (organization, created_at)',
  `create index replays_to_work_on on replays (state) where state in ('building', 'comparing')`,
  `create table announced_dates (
    organization text not null, date date not null, pending boolean not null, correlation_id text not null,
    announced_at timestamptz null, ${CHANGED_IN},
    primary key (organization, date)
  )`,
  ...noteChangesOf('announced_dates', ['announced_at']),
  'create index announced_dates_changed on announced_dates (organization, changed_in)',
  'create index announced_dates_pending on announced_dates (announced_at) where pending',
  `create table upload_progress (
    organization text not null, upload_id uuid not null, conversations_changed int null,
    conversations_split int not null default 0, days_announced int not null default 0,
    days_to_score int not null default 0, days_created int not null default 0, days_scored int not null default 0,
    days_unscored int not null default 0, scoring_calls int not null default 0,
    updated_at timestamptz not null default now(),
    primary key (organization, upload_id)
  )`,
  `create table judged_days (
    organization text not null, upload_id uuid not null, day_id uuid not null, version int not null,
    conversation_id uuid not null, date date not null, scored boolean not null,
    primary key (organization, upload_id, day_id, version)
  )`,
];
