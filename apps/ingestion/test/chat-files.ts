/** A message as the grouped exports have it. */
export interface ChatMessage {
  FB_CHAT_ID?: string;
  MESSAGE_CONTENT: string;
  DIRECTION: 'to_company' | 'to_client';
  SOCIAL_CREATE_TIME: string;
  AGENT_USERNAME?: string | null;
  AGENT_EMAIL?: string | null;
  CUSTOMER_NAME?: string | null;
}

const START = Date.UTC(2026, 0, 5, 10);

/** The i-th message of a chat: customer and agent in turn, a minute apart. */
export function chatMessage(chat: string, i: number, changes: Partial<ChatMessage> = {}): ChatMessage {
  const isAgent = i % 2 === 1;
  return {
    FB_CHAT_ID: chat,
    MESSAGE_CONTENT: `message ${i} of ${chat}`,
    DIRECTION: isAgent ? 'to_client' : 'to_company',
    SOCIAL_CREATE_TIME: new Date(START + i * 60_000).toISOString(),
    AGENT_USERNAME: isAgent ? `agent-${i % 3}` : null,
    AGENT_EMAIL: isAgent ? `agent-${i % 3}@example.com` : null,
    ...changes,
  };
}

export const chatOf = (chat: string, count: number): ChatMessage[] =>
  Array.from({ length: count }, (_, i) => chatMessage(chat, i));

/** Chats `c0`, `c1` ... each with so many messages. */
export const chats = (count: number, messages: number): Record<string, ChatMessage[]> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, chatOf(`c${i}`, messages)]));
