import { hasText, type Json, listIn, type Message, messageOf, objectIn } from './message-of.js';
import { textOfHtml } from './text-of-html.js';

/** A ticket with its `comments`, or a chat of Zendesk Chat. */
export const fromZendesk = (document: Json): Message[] =>
  (document['comments'] === undefined ? fromChat(document) : fromTicket(document)).filter(hasText);

/** Triggers, automations and merges speak as this author. */
const SYSTEM = -1;

/** Agents are all but the requester and those who are known as end users; private comments are notes. */
function fromTicket(ticket: Json): Message[] {
  const requester = objectIn(ticket['requester']);
  const requesterId = requester['id'] ?? ticket['requester_id'];
  const named = [requester, objectIn(ticket['assignee']), objectIn(ticket['submitter'])];
  const people = [...named, ...listIn(ticket['collaborator']), ...listIn(ticket['users'])];
  return listIn(ticket['comments'])
    .filter((comment) => comment['public'] !== false && comment['author_id'] !== SYSTEM)
    .map((comment) => {
      const id = comment['author_id'];
      const author = people.find((person) => person['id'] === id) ?? {};
      const byAgent = id !== requesterId && author['role'] !== 'end-user';
      const text = comment['plain_body'] ?? comment['body'] ?? textOfHtml(comment['html_body']);
      return messageOf({ chat: ticket['id'], at: comment['created_at'], text, byAgent, author });
    });
}

/** What triggers say, who came and went, and ratings are no messages. */
function fromChat(chat: Json): Message[] {
  const visitor = objectIn(chat['visitor']);
  if (chat['type'] === 'offline_msg') {
    const { id, timestamp: at, message: text } = chat;
    return [messageOf({ chat: id, at, text, byAgent: false, author: visitor })];
  }
  return listIn(chat['history'])
    .filter((event) => event['type'] === 'chat.msg' && !isTrigger(event))
    .map((event) => {
      const byAgent = event['sender_type'] !== 'Visitor' && !nickIn(event).startsWith('visitor');
      const author = byAgent ? { name: event['name'] } : visitor;
      return messageOf({ chat: chat['id'], at: event['timestamp'], text: event['msg'], byAgent, author });
    });
}

const nickIn = ({ nick }: Json): string => (typeof nick === 'string' ? nick : '');
const isTrigger = (event: Json): boolean =>
  event['sender_type'] === 'Trigger' || nickIn(event) === 'agent:trigger';
