/** Fills the read models by SQL, as events would have: as many days as asked for, two a conversation, in two years. */
import type pg from 'pg';

export const FIRST_DATE = '2024-11-01';
const DATES = 730;
const TOPICS = 200;
const AGENTS = 60;
const SCORER = 'local/lexical@1';
const CONVERSATIONS_AT_ONCE = 50_000;

/** 0..1, depending on nothing but its argument. */
const chance = (seed: string) =>
  `((('x' || substr(md5(${seed}), 1, 8))::bit(32)::int8 & 65535)::float8 / 65536)`;

/** As libs/ids makes it. */
const CONVERSATION_ID = `(select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-8' || substr(h, 14, 3) || '-'
    || to_hex((get_byte(decode(h, 'hex'), 8) & 63) | 128) || substr(h, 19, 2) || '-' || substr(h, 21, 12))::uuid
  from encode(sha256(convert_to('12:conversation7:default' || length('chat-' || c) || ':chat-' || c, 'UTF8')), 'hex') as h)`;

const DAYS = `insert into analytics.conversation_days (generation, organization, conversation_id, date, day_id, status,
    version, chat_id, first_at, last_at, messages, customer_messages, agents, first_response_time, avg_response_time,
    total_handling_time, customer_turns, unanswered_turns, judged_version, judged_at, provider, model, rubric,
    sentiment_score, sentiment_shift, resolution_achieved, fcr_score, ces, predicted_rating, topics, outcome, judged,
    effectiveness, effort, efficiency, empathy, csi)
  select 1, 'default', id, date, overlay(overlay(md5('d' || c || date) placing '8' from 13) placing '8' from 17)::uuid, 'scored', 1, 'chat-' || c,
    (date + time '09:00') at time zone 'UTC' + (c % 600) * interval '1 minute',
    (date + time '10:00') at time zone 'UTC' + (c % 600) * interval '1 minute', 6 + c % 9, 3 + c % 4,
    jsonb_build_array(jsonb_build_object('username', 'agent-' || c % ${AGENTS}, 'email', null, 'messages', 3, 'last_at', to_char(date, 'YYYY-MM-DD') || 'T10:00:00.000Z')),
    60, 120, 30, 3, 0, 1, date + interval '1 day', 'local', 'lexical', '1', r * 10, 1, q * 10, q * 10, 2, 1 + r * 4,
    jsonb_build_array(jsonb_build_object('slug', 'topic-' || c % ${TOPICS}, 'label', 'Topic ' || c % ${TOPICS})),
    case when q > 0.5 then 'resolved' else 'pending' end, true, q * 10, 8, 8, r * 10, 35 * q + 40 + 15 * r
  from (select c, ${CONVERSATION_ID} as id, part,
          date '${FIRST_DATE}' + (c * 7919 % (${DATES} - 3) + part * (1 + c % 3))::int as date,
          ${chance(`'r' || c || part`)} as r, ${chance(`'q' || c || part`)} as q
        from generate_series($1::int8, $2::int8) as c, generate_series(0, 1) as part) as made`;

const CONVERSATIONS = `insert into analytics.conversations
  select 1, 'default', conversation_id, min(chat_id), avg(csi), avg(effectiveness), avg(effort), avg(efficiency), avg(empathy),
    avg(sentiment_score), avg(predicted_rating), avg(fcr_score) > 7, (array_agg(topics))[1],
    (array_agg(outcome order by date desc))[1], min(first_at), max(last_at), sum(messages), count(*), count(*), (array_agg(agents))[1]
  from analytics.conversation_days group by conversation_id`;

const AVERAGED = [
  'sentiment_score',
  'sentiment_shift',
  'resolution_achieved',
  'fcr_score',
  'ces',
  'predicted_rating',
];
const TIMED = ['first_response_time', 'avg_response_time', 'total_handling_time'];
const PILLARS = {
  resolution_quality: 'effectiveness',
  customer_ease: 'effort',
  service_timeliness: 'efficiency',
  interaction_quality: 'empathy',
};
const measured = [...AVERAGED, ...TIMED];

const daily = (
  dimension: string,
  member: string,
) => `insert into analytics.daily_metrics (generation, organization, dimension,
    date, member, scorer, scored_days, messages, customer_messages, csat_days, fcr_days, positive_days, negative_days,
    csi_sum, ${Object.keys(PILLARS)
      .map((name) => `${name}_sum`)
      .join(', ')},
    ${measured.flatMap((name) => [`${name}_n`, `${name}_sum`]).join(', ')}, shared_days, shared_csi_sum)
  select 1, 'default', '${dimension}', date, ${member}, '${SCORER}', count(*), sum(messages), sum(customer_messages),
    count(*) filter (where resolution_achieved > 7), count(*) filter (where fcr_score > 7),
    count(*) filter (where sentiment_score >= 7), count(*) filter (where sentiment_score <= 4), sum(csi::numeric),
    ${Object.values(PILLARS)
      .map((name) => `sum(10 * ${name}::numeric)`)
      .join(', ')},
    ${measured.flatMap((name) => [`count(${name})`, `sum(${name}::numeric)`]).join(', ')}, count(*), sum(csi::numeric)
  from analytics.conversation_days group by date, 5`;

const TOPIC_DAYS = `insert into analytics.topic_days
  select 1, 'default', period, case period when 'day' then date else date_trunc('month', date)::date end,
    topics->0->>'slug', '${SCORER}', count(*)
  from analytics.conversation_days, unnest(array['day', 'month']) as period group by 3, 4, 5`;

const DAY_GAPS = `insert into analytics.day_gaps
  select 1, 'default', series, case when previous is null then 0 else length(ltrim((date - previous)::bit(24)::text, '0')) end,
    date, coalesce(previous, '-infinity'), count(*)
  from (select date, lag(date) over (partition by conversation_id order by date) as previous from analytics.conversation_days) as days,
    unnest(array['any', 'scored', 'scored:${SCORER}']) as series group by 3, 4, 5, 6`;

export async function seedReadModels(client: pg.Client, days: number): Promise<void> {
  await client.query(`insert into analytics.organizations values ('default', 0, 'UTC', $1, $2, 1)`, [
    PROFILE,
    LIMITS,
  ]);
  await client.query(
    `insert into analytics.generations (organization, generation, weight_profile, time_limits, source, complete, retired)
     values ('default', 1, $1, $2, 'none', true, false)`,
    [PROFILE, LIMITS],
  );
  for (let first = 1; first <= days / 2; first += CONVERSATIONS_AT_ONCE)
    await client.query(DAYS, [first, Math.min(first + CONVERSATIONS_AT_ONCE - 1, days / 2)]);
  await client.query(CONVERSATIONS);
  await client.query(daily('all', `''`));
  await client.query(daily('topic', `topics->0->>'slug'`));
  await client.query(daily('agent', `agents->0->>'username'`));
  await client.query(daily('outcome', 'outcome'));
  await client.query(TOPIC_DAYS);
  await client.query(DAY_GAPS);
  await client.query('vacuum analyze');
}

const PROFILE = {
  name: 'standard',
  version: 1,
  weights: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
};
const LIMITS = { first_response_seconds: 3600, avg_response_seconds: 1800, handling_seconds: 7200 };
