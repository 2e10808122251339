import { hasText, type Json, listIn, type Message, messageOf, objectIn } from './message-of.js';

const INCOMING: readonly unknown[] = [0, 'incoming'];
const OUTGOING: readonly unknown[] = [1, 'outgoing'];

/**
 * A page of `GET .../conversations/{id}/messages` (`meta`, `payload`), or a conversation whose `messages` were put
 * together from such pages. Activities, templates, private notes, and what was deleted or not delivered are no messages.
 */
export function fromChatwoot(document: Json): Message[] {
  const meta = objectIn(document['meta']);
  return listIn(document['payload'] ?? document['messages'])
    .filter(({ message_type: type }) => INCOMING.includes(type) || OUTGOING.includes(type))
    .filter((one) => one['private'] !== true && one['status'] !== 'failed')
    .filter((one) => objectIn(one['content_attributes'])['deleted'] !== true)
    .map((one) => {
      const byAgent = OUTGOING.includes(one['message_type']);
      const author = byAgent ? agent(one, meta) : customer(one, meta);
      const chat = one['conversation_id'] ?? document['id'];
      return messageOf({ chat, at: one['created_at'], text: one['content'], byAgent, author });
    })
    .filter(hasText);
}

/** Senders come without their address; of the one it is assigned to, `meta` knows it. */
function agent(message: Json, meta: Json): Json {
  const [sender, assignee] = [objectIn(message['sender']), objectIn(meta['assignee'])];
  const isAssignee = sender['type'] === 'user' && sender['id'] === assignee['id'];
  return isAssignee ? { ...assignee, ...sender } : sender;
}

const customer = (message: Json, meta: Json): Json =>
  objectIn(message['sender'] ?? meta['sender'] ?? meta['contact']);
