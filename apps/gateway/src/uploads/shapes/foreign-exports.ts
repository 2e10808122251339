import { fromChatwoot } from './foreign/chatwoot.js';
import { fromIntercom } from './foreign/intercom.js';
import { type Message, objectIn } from './foreign/message-of.js';
import { fromZendesk } from './foreign/zendesk.js';

const SOURCES = { chatwoot: fromChatwoot, intercom: fromIntercom, zendesk: fromZendesk } as const;
export type ForeignSource = keyof typeof SOURCES;

/** The messages of one document (a conversation, a ticket, a chat); none where it has none. */
export const messagesFrom = (source: ForeignSource, document: unknown): Message[] =>
  SOURCES[source](objectIn(document));
