/** A message as exports of this project have it. */
export type Message = Record<string, string | null>;
export type Json = Readonly<Record<string, unknown>>;

export const objectIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
export const listIn = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectIn) : []);
const textIn = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
/** Seconds since 1970, or a time in words. */
const instantIn = (value: unknown): string | null =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11
    ? new Date(value * 1000).toISOString()
    : textIn(value);

export interface Said {
  readonly chat: unknown;
  readonly at: unknown;
  readonly text: unknown;
  readonly byAgent: boolean;
  readonly author: Json;
}

export function messageOf({ chat, at, text, byAgent, author }: Said): Message {
  const name = textIn(author['name']);
  return {
    CHAT_ID: textIn(chat),
    MESSAGE_CONTENT: textIn(text),
    DIRECTION: byAgent ? 'to_client' : 'to_company',
    SOCIAL_CREATE_TIME: instantIn(at),
    CUSTOMER_NAME: byAgent ? null : name,
    AGENT_USERNAME: byAgent ? name : null,
    AGENT_EMAIL: byAgent ? textIn(author['email']) : null,
  };
}

/** Pictures and events have none. */
export const hasText = ({ MESSAGE_CONTENT }: Message): boolean =>
  MESSAGE_CONTENT != null && MESSAGE_CONTENT !== '';
