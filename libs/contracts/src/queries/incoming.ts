import { z } from 'zod';
import { defineCommand } from '../define-query.js';
import { INCOMING_SUBJECT } from '../subjects.js';
import { Instant } from '../values.js';

const Name = z.string().max(320).nullish();

/** What another program sends. Strict: a misspelled key would silently lose what it holds. */
const IncomingConversation = z.strictObject({
  /** Its id in the sender's system: what belongs to one id is one conversation. */
  chat_id: z.string().regex(/\S/).max(500),
  customer_name: Name,
  messages: z
    .array(
      z.strictObject({
        text: z.string().regex(/\S/),
        direction: z.enum(['to_company', 'to_client']),
        sent_at: Instant,
        agent_username: Name,
        agent_email: Name,
      }),
    )
    .min(1)
    .max(5000),
});

/** The subject names the organization, so that a broker's permission can hold a program to its own. */
export const SendConversations = {
  ...defineCommand({
    name: 'SendConversations',
    version: 1,
    context: 'gateway',
    description:
      'Other programs send conversations, as they happen. Answered once they are committed; no answer within 10 s means send it again, which is safe: what is known already changes nothing. At most 1 MB.',
    request: z.strictObject({
      conversations: z.array(IncomingConversation).min(1).max(100),
      /** Judge every day again, also those that did not change. */
      force_reprocess: z.boolean().default(false),
      /** The same key with the same content answers with the first upload. */
      idempotency_key: z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/)
        .nullable()
        .default(null),
    }),
    reply: z.object({
      upload_id: z.uuid(),
      /** An earlier upload stands for this one. */
      repeated: z.boolean(),
      status_url: z.string(),
    }),
  }),
  subject: INCOMING_SUBJECT,
  keepsRefused: true,
};
