import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { CalendarDate, EarlierDay, EpochMs, Instant, MessageCounts, OrganizationId } from '../values.js';

/** Replies carry at most this many messages, so that they stay under 512 KB; the rest is asked for with `offset`. */
export const MAX_INSTANTS_PER_REPLY = 4_000;

export const GetConversationInstants = defineQuery({
  name: 'GetConversationInstants',
  version: 1,
  context: 'ingestion',
  description:
    'When who wrote, without words: what day-splitting needs. Conversations are answered in the order asked until the reply is full; ask again for the rest. A conversation larger than a reply is paged by `offset`; start it anew when its version changed between pages.',
  request: z.object({
    organization: OrganizationId,
    conversations: z
      .array(z.object({ conversation_id: z.uuid(), offset: z.int().nonnegative() }))
      .min(1)
      .max(500),
  }),
  reply: z.object({
    conversations: z.array(
      z.object({
        conversation_id: z.uuid(),
        chat_id: z.string(),
        conversation_version: z.int().positive(),
        /** Uploads that raised the version, oldest first, with the version each led to. The newest 50. */
        changes: z.array(z.object({ version: z.int().positive(), upload_id: z.uuid(), force: z.boolean() })),
        /** Messages of the whole conversation at this version. */
        total: z.int().nonnegative(),
        offset: z.int().nonnegative(),
        /** Columns, in conversation order, from `offset`. */
        message_ids: z.array(z.uuid()),
        at: z.array(EpochMs),
        /** One character a message: `c` the customer wrote, `a` an agent. */
        directions: z.string(),
        tokens: z.array(z.int().nonnegative()),
        /** Index into `agents`, -1 where none is named. */
        agent: z.array(z.int()),
        agents: z.array(z.object({ username: z.string(), email: z.string().nullable() })),
      }),
    ),
  }),
});

export const TranscriptMessage = z.object({
  message_id: z.uuid(),
  at: EpochMs,
  direction: z.enum(['to_company', 'to_client']),
  text: z.string(),
});
export type TranscriptMessage = z.infer<typeof TranscriptMessage>;

export const GetDayTranscripts = defineQuery({
  name: 'GetDayTranscripts',
  version: 1,
  context: 'ingestion',
  description:
    'The words of conversation-days, for a scorer: messages between two instants (both included) as the conversation stood at a version, and the first customer message of each earlier day. Days are answered in the order asked until the reply is full (400 KB); ask again for the rest. A day larger than that comes alone, in pages by `offset`.',
  request: z.object({
    organization: OrganizationId,
    days: z
      .array(
        z.object({
          day_id: z.uuid(),
          conversation_id: z.uuid(),
          conversation_version: z.int().positive(),
          first_at: Instant,
          last_at: Instant,
          offset: z.int().nonnegative(),
          earlier_days: z.array(EarlierDay),
        }),
      )
      .min(1)
      .max(500),
  }),
  reply: z.object({
    days: z.array(
      z.object({
        day_id: z.uuid(),
        messages: z.array(TranscriptMessage),
        offset: z.int().nonnegative(),
        total: z.int().nonnegative(),
        /** Same order as the `earlier_days` asked for; null where there is no such message. */
        earlier_first_messages: z.array(z.string().nullable()),
      }),
    ),
  }),
});

export const GetMessages = defineQuery({
  name: 'GetMessages',
  version: 1,
  context: 'ingestion',
  description: "A page of a conversation's transcript, with names, oldest first.",
  request: z.object({
    organization: OrganizationId,
    conversation_id: z.uuid(),
    offset: z.int().nonnegative(),
    limit: z.int().min(1).max(200),
    /** Only messages of this span, both ends included. */
    first_at: Instant.nullable(),
    last_at: Instant.nullable(),
  }),
  reply: z.object({
    total: z.int().nonnegative(),
    /** Fewer than `limit` where the reply would grow too large; go on from `offset + messages.length`. */
    messages: z.array(
      TranscriptMessage.extend({
        /** The time of keeping it has ended: `text` is empty. */
        text_removed: z.boolean().optional(),
        agent_username: z.string().nullable(),
        agent_email: z.string().nullable(),
      }),
    ),
  }),
});

export const GetConversationNames = defineQuery({
  name: 'GetConversationNames',
  version: 1,
  context: 'ingestion',
  description: 'Who the customers are. Unknown conversations are left out.',
  request: z.object({ organization: OrganizationId, conversation_ids: z.array(z.uuid()).min(1).max(500) }),
  reply: z.object({
    conversations: z.array(z.object({ conversation_id: z.uuid(), customer_name: z.string().nullable() })),
  }),
});

export const GetRemovedTexts = defineQuery({
  name: 'GetRemovedTexts',
  version: 1,
  context: 'ingestion',
  description:
    'Up to which instant the text of conversations was removed because the time of keeping it has ended. Those that have all of it are left out.',
  request: z.object({ organization: OrganizationId, conversation_ids: z.array(z.uuid()).min(1).max(500) }),
  reply: z.object({
    conversations: z.array(z.object({ conversation_id: z.uuid(), removed_until: Instant })),
  }),
});

export const GetIngestProgress = defineQuery({
  name: 'GetIngestProgress',
  version: 1,
  context: 'ingestion',
  description: 'How far the reading of uploads is. Uploads not known yet are left out.',
  request: z.object({ organization: OrganizationId, upload_ids: z.array(z.uuid()).min(1).max(100) }),
  reply: z.object({
    uploads: z.array(
      z.object({
        upload_id: z.uuid(),
        state: z.enum(['waiting', 'reading', 'ingested', 'cancelled', 'failed']),
        bytes_read: z.int().nonnegative(),
        messages: MessageCounts,
        conversations: z.int().nonnegative(),
        conversations_changed: z.int().nonnegative(),
        conversations_skipped: z.int().nonnegative(),
        failure: z.string().nullable(),
        started_at: Instant.nullable(),
        finished_at: Instant.nullable(),
      }),
    ),
  }),
});

export const REJECT_CODES = [
  'not_an_object',
  'text_missing',
  'text_not_a_string',
  'chat_id_missing',
  'chat_id_invalid',
  'direction_missing',
  'direction_unknown',
  'time_missing',
  'time_invalid',
  'time_without_offset',
  'time_out_of_range',
  'message_too_long',
  'auto_response',
] as const;

export const GetRejects = defineQuery({
  name: 'GetRejects',
  version: 1,
  context: 'ingestion',
  description:
    'Every message of an upload that was refused or filtered, with its place, what is wrong and how to mend it. Never its text.',
  request: z.object({
    organization: OrganizationId,
    upload_id: z.uuid(),
    after: z.int().nonnegative(),
    limit: z.int().min(1).max(500),
  }),
  reply: z.object({
    rejects: z.array(
      z.object({
        /** 1-based position of the message in the file. */
        position: z.int().positive(),
        /** Where it stands, e.g. `$["chat-1"][3]`; the byte offset of its first character. */
        path: z.string(),
        byte_offset: z.int().nonnegative(),
        kind: z.enum(['rejected', 'filtered']),
        code: z.enum(REJECT_CODES),
        field: z.string().nullable(),
        message: z.string(),
        hint: z.string(),
      }),
    ),
    next: z.int().positive().nullable(),
  }),
});

export const DayDateRange = z.object({
  start_date: CalendarDate.nullable(),
  end_date: CalendarDate.nullable(),
});

/** As many conversation ids as a question to analytics may name. */
export const MAX_FOUND_CONVERSATIONS = 10_000;

export const SearchConversations = defineQuery({
  name: 'SearchConversations',
  version: 1,
  context: 'ingestion',
  description:
    'Conversations with a message that has all the words (as in a web search: "a phrase", or, -without), or with the text as a part of their chat id or customer name (from 3 characters on). The ones with the newest messages; `cut` where there are more.',
  request: z.object({
    organization: OrganizationId,
    text: z.string().min(1).max(200),
    /** By customers' names too. */
    names: z.boolean(),
    limit: z.int().min(1).max(MAX_FOUND_CONVERSATIONS),
  }),
  reply: z.object({
    conversation_ids: z.array(z.uuid()).max(MAX_FOUND_CONVERSATIONS),
    cut: z.boolean(),
  }),
});
