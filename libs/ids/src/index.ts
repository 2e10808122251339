/**
 * Deterministic identities: the same fact has the same id wherever and however often it is computed, so a retry
 * writes the same row. All are UUIDs (RFC 9562 version 8) over SHA-256.
 */
import { hash } from 'node:crypto';

function uuidOf(...parts: string[]): string {
  // Length prefixes keep ("a", "bc") and ("ab", "c") apart.
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  const hex = hash('sha256', text, 'hex');
  const variant = ((parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

export const conversationId = (organization: string, chatId: string): string =>
  uuidOf('conversation', organization, chatId);

/** The same five again is the same message. `at` is in epoch milliseconds. */
export const messageId = (
  organization: string,
  chatId: string,
  at: number,
  direction: 'to_company' | 'to_client',
  text: string,
): string => uuidOf('message', organization, chatId, String(at), direction, text);

export const dayId = (organization: string, conversation: string, date: string): string =>
  uuidOf('day', organization, conversation, date);

/** Who judges, with everything that could change an answer. */
export const scorerId = (provider: string, model: string, rubric: string, parameters: string): string =>
  uuidOf('scorer', provider, model, rubric, parameters);

/** Id of an event: its name and what makes it that fact, e.g. `eventId('ConversationDayCreated', dayId, version)`. */
export const eventId = (name: string, ...identity: (string | number)[]): string =>
  uuidOf('event', name, ...identity.map(String));

export interface TranscriptIdentity {
  /** Ids of the day's messages, in order. A message id covers its text. */
  messageIds: readonly string[];
  earlierDays: readonly {
    date: string;
    messages: number;
    customer_messages: number;
    first_customer_message_id: string | null;
  }[];
}

/** Hash of everything a scorer is shown of a day. Two days with the same hash deserve the same judgement. */
export function transcriptHash({ messageIds, earlierDays }: TranscriptIdentity): string {
  const earlier = earlierDays.map(
    (d) => `${d.date},${d.messages},${d.customer_messages},${d.first_customer_message_id ?? '-'}`,
  );
  return hash('sha256', `${messageIds.join(' ')}\n${earlier.join('\n')}`, 'hex');
}
