import { hasText, type Json, listIn, type Message, messageOf, objectIn } from './message-of.js';
import { textOfHtml } from './text-of-html.js';

/** Parts that can carry a reply; all others say what happened to the conversation, or are notes. */
const SPOKEN: ReadonlySet<unknown> = new Set([
  'comment',
  'quick_reply',
  'assignment',
  'assign_and_reopen',
  'assign_and_unsnooze',
  'open',
  'close',
]);
const CUSTOMERS: ReadonlySet<unknown> = new Set(['user', 'lead', 'contact', 'visitor']);

/** A conversation of `GET /conversations/{id}`: what opened it, then its parts. Bots and teams speak for the company. */
export function fromIntercom(conversation: Json): Message[] {
  const opened = objectIn(conversation['source'] ?? conversation['conversation_message']);
  const parts = listIn(objectIn(conversation['conversation_parts'])['conversation_parts']);
  return [
    { ...opened, created_at: conversation['created_at'] },
    ...parts.filter((part) => SPOKEN.has(part['part_type'])),
  ]
    .filter((part: Json) => part['redacted'] !== true)
    .map((part: Json) => {
      const author = objectIn(part['author']);
      const byAgent = author['type'] !== undefined && !CUSTOMERS.has(author['type']);
      const text = textOfHtml(part['body']);
      return messageOf({ chat: conversation['id'], at: part['created_at'], text, byAgent, author });
    })
    .filter(hasText);
}
