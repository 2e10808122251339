import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { Instant, OrganizationId } from '../values.js';

const N = z.int().nonnegative();

/** So many conversations are looked through for a rule that is only tried. */
export const MAX_TRIED_CONVERSATIONS = 1000;

/** So many messages are shown of each pattern, the newest, cut after so many characters. */
export const EXAMPLES_PER_PATTERN = 3;
export const EXAMPLE_CHARACTERS = 200;

export const CountMatches = defineQuery({
  name: 'CountMatches',
  version: 1,
  context: 'ingestion',
  description:
    'How many stored messages of these conversations contain each of the patterns, exactly, with case: what a rule would have left out, with some of them to look at.',
  request: z.object({
    organization: OrganizationId,
    conversation_ids: z.array(z.uuid()).max(MAX_TRIED_CONVERSATIONS),
    patterns: z.array(z.string().min(1).max(200)).max(100),
  }),
  reply: z.object({
    messages: N,
    /** That contain any of them. */
    matched: N,
    /** In the order asked. */
    patterns: z.array(
      z.object({
        messages: N,
        conversations: N,
        examples: z
          .array(z.object({ chat_id: z.string(), sent_at: Instant, text: z.string() }))
          .max(EXAMPLES_PER_PATTERN),
      }),
    ),
  }),
});
