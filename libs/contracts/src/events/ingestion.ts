import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { Instant, MessageCounts } from '../values.js';

export const UploadIngested = defineEvent({
  name: 'UploadIngested',
  version: 1,
  context: 'ingestion',
  description:
    'The whole file has been read. Every message in it is counted once, as kept, filtered, rejected or duplicate.',
  schema: z.object({
    upload_id: z.uuid(),
    outcome: z.enum(['ingested', 'cancelled', 'failed']),
    /** Why it failed, for people; null otherwise. */
    failure: z.string().nullable(),
    messages: MessageCounts,
    /** Chat ids in the file with at least one well-formed message. */
    conversations: z.int().nonnegative(),
    /** Of those, the ones that changed (or were forced): as many ConversationIngested events follow or went before. */
    conversations_changed: z.int().nonnegative(),
    /** Chat ids of the file without one usable message. */
    conversations_skipped: z.int().nonnegative(),
  }),
});

export const ConversationIngested = defineEvent({
  name: 'ConversationIngested',
  version: 1,
  context: 'ingestion',
  description:
    'A conversation got new messages (or is to be judged again). Once per upload, conversation and version.',
  schema: z.object({
    conversation_id: z.uuid(),
    /** The id as the export gave it. */
    chat_id: z.string(),
    upload_id: z.uuid(),
    /** Raised whenever the conversation's messages change; fences what readers see. */
    conversation_version: z.int().positive(),
    message_count: z.int().positive(),
    first_at: Instant,
    last_at: Instant,
    /** Judge all its days again, even unchanged ones. */
    force: z.boolean(),
  }),
});
