import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { CalendarDate, DayAgent, EarlierDay, Instant, TimeMetrics } from '../values.js';

export const ConversationDayCreated = defineEvent({
  name: 'ConversationDayCreated',
  version: 1,
  context: 'day-splitting',
  description: 'A conversation-day exists in a new version. Event id: day and version.',
  schema: z.object({
    day_id: z.uuid(),
    conversation_id: z.uuid(),
    chat_id: z.string(),
    date: CalendarDate,
    time_zone: z.string(),
    /** The highest counts, in whatever order events arrive. */
    version: z.int().positive(),
    /** The transcript is that of the conversation at this version. */
    conversation_version: z.int().positive(),
    /** Hash of everything a scorer is shown. */
    transcript_hash: z.string(),
    /** Uploads whose messages (or force) led to this version. */
    upload_ids: z.array(z.uuid()),
    /** Instants of the day's first and last message. */
    first_at: Instant,
    last_at: Instant,
    messages: z.int().positive(),
    customer_messages: z.int().nonnegative(),
    /** No customer message: stored with its counts, not scored, not averaged. */
    outbound: z.boolean(),
    agents: z.array(DayAgent),
    time: TimeMetrics,
    /** Tokens of the day's messages, without prompt. */
    token_estimate: z.int().nonnegative(),
    earlier_days: z.array(EarlierDay),
    /** Judge it even where an answer for the same transcript is stored. */
    force: z.boolean(),
  }),
});

export const ConversationDayRetracted = defineEvent({
  name: 'ConversationDayRetracted',
  version: 1,
  context: 'day-splitting',
  description:
    'The day no longer exists: the zone changed or its messages went. Its version is above any created one.',
  schema: z.object({
    day_id: z.uuid(),
    conversation_id: z.uuid(),
    date: CalendarDate,
    version: z.int().positive(),
  }),
});

export const ConversationSplit = defineEvent({
  name: 'ConversationSplit',
  version: 1,
  context: 'day-splitting',
  description:
    'One ConversationIngested has been split. `days_changed` counts the ConversationDayCreated events that name this upload, so that an upload can be known to be complete.',
  schema: z.object({
    conversation_id: z.uuid(),
    upload_id: z.uuid(),
    conversation_version: z.int().positive(),
    days_changed: z.int().nonnegative(),
    /** Of the changed days, the ones a scorer must judge (not outbound). */
    days_to_score: z.int().nonnegative(),
    days_unchanged: z.int().nonnegative(),
    days_retracted: z.int().nonnegative(),
  }),
});
