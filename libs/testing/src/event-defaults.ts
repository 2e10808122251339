import { conversationId, dayId, eventId } from '@powerpulse/ids';

const organization = 'default';
const chat_id = 'chat-1';
const conversation_id = conversationId(organization, chat_id);
const date = '2026-03-02';
const day_id = dayId(organization, conversation_id, date);
const upload_id = eventId('test', 'upload');
const scorer = { provider: 'local', model: 'lexical', rubric: 'test-1' };
const time = {
  first_response_time: 60,
  avg_response_time: 90,
  total_handling_time: 12,
  customer_turns: 2,
  unanswered_turns: 0,
};

const scoredDay = {
  day_id,
  conversation_id,
  date,
  version: 1,
  transcript_hash: 'a'.repeat(64),
  upload_ids: [upload_id],
  metrics: {
    sentiment_score: 7,
    sentiment_shift: 1,
    resolution_achieved: 8,
    fcr_score: 9,
    ces: 2,
    predicted_rating: 4,
    topics: [{ slug: 'billing', label: 'Billing' }],
    outcome: 'resolved',
  },
  null_reasons: {},
};

/** Data of each event, by name: a conversation `chat-1` of `default` with one day, uploaded, split and scored. */
export const eventDefaults: Readonly<Record<string, object>> = {
  UploadAccepted: { upload_id, bytes: 1000, content_hash: 'b'.repeat(64), chunks: 1, force_reprocess: false },
  UploadCancelled: { upload_id },
  OrganizationSettingsChanged: {
    settings_version: 1,
    time_zone: 'UTC',
    weight_profile: {
      name: 'standard',
      version: 1,
      weights: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
    },
    auto_response_patterns: ['*977#'],
  },
  UploadIngested: {
    upload_id,
    outcome: 'ingested',
    failure: null,
    messages: { total: 4, kept: 4, filtered: 0, rejected: 0, duplicate: 0 },
    conversations: 1,
    conversations_changed: 1,
    conversations_skipped: 0,
  },
  ConversationIngested: {
    conversation_id,
    chat_id,
    upload_id,
    conversation_version: 1,
    message_count: 4,
    first_at: `${date}T10:00:00.000Z`,
    last_at: `${date}T10:12:00.000Z`,
    force: false,
  },
  ConversationDayCreated: {
    day_id,
    conversation_id,
    chat_id,
    date,
    time_zone: 'UTC',
    version: 1,
    conversation_version: 1,
    transcript_hash: 'a'.repeat(64),
    upload_ids: [upload_id],
    first_at: `${date}T10:00:00.000Z`,
    last_at: `${date}T10:12:00.000Z`,
    messages: 4,
    customer_messages: 2,
    outbound: false,
    agents: [{ username: 'agent', email: null, messages: 2, last_at: `${date}T10:12:00.000Z` }],
    time,
    token_estimate: 120,
    earlier_days: [],
    force: false,
  },
  ConversationDayRetracted: { day_id, conversation_id, date, version: 2 },
  ConversationSplit: {
    conversation_id,
    upload_id,
    conversation_version: 1,
    days_changed: 1,
    days_to_score: 1,
    days_unchanged: 0,
    days_retracted: 0,
  },
  BatchScored: {
    job_id: eventId('test', 'job'),
    scorer,
    days: [scoredDay],
    usage: { calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: null, duration_ms: 5, cached_days: 0 },
  },
  DayUnscored: {
    ...{ day_id, conversation_id, date, version: 1, upload_ids: [upload_id], scorer },
    reason: 'no_text',
    detail: 'the day has no words',
  },
  DailyCsiUpdated: {
    date,
    csi: 80,
    resolution_quality: 80,
    customer_ease: 80,
    service_timeliness: 80,
    interaction_quality: 80,
    scored_days: 1,
    unscored_days: 0,
    outbound_days: 0,
  },
};
