import { ConversationDayCreated, type DataOf, type EventEnvelope } from '@powerpulse/contracts';
import { conversationId, dayId, eventId, messageId, transcriptHash } from '@powerpulse/ids';
import { buildEvent } from '@powerpulse/testing';

export interface MadeMessage {
  message_id: string;
  at: number;
  direction: 'to_company' | 'to_client';
  text: string;
}

/** A conversation-day with its words, and the event that announces it. */
export interface MadeDay {
  event: EventEnvelope<DataOf<typeof ConversationDayCreated>>;
  messages: MadeMessage[];
}

export interface DayOptions {
  organization?: string;
  chat?: string;
  date?: string;
  version?: number;
  upload?: string;
  uploads?: string[];
  force?: boolean;
  /** Customer and agent by turns, beginning with the customer. */
  texts?: readonly string[];
  /** Expected tokens of its messages. */
  tokens?: number;
  agent?: string;
}

export const uploadId = (name: string): string => eventId('test-upload', name);

const TEXTS = [
  'My invoice is wrong, please help',
  'Sorry about that, it is corrected now',
  'Great, thank you!',
];

export function madeDay(options: DayOptions = {}): MadeDay {
  const {
    organization = 'default',
    chat = 'chat',
    date = '2026-03-02',
    version = 1,
    texts = TEXTS,
  } = options;
  const start = Date.parse(`${date}T10:00:00.000Z`);
  const messages = texts.map((text, i): MadeMessage => {
    const [at, direction] = [start + i * 60_000, i % 2 === 0 ? 'to_company' : 'to_client'] as const;
    return { message_id: messageId(organization, chat, at, direction, text), at, direction, text };
  });
  const conversation_id = conversationId(organization, chat);
  const day_id = dayId(organization, conversation_id, date);
  const last_at = new Date(start + (texts.length - 1) * 60_000).toISOString();
  const event = buildEvent(ConversationDayCreated, {
    id: eventId('ConversationDayCreated', day_id, version),
    organization,
    correlation_id: options.upload ?? 'upload',
    data: {
      day_id,
      conversation_id,
      chat_id: chat,
      date,
      version,
      conversation_version: version,
      transcript_hash: transcriptHash({ messageIds: messages.map((m) => m.message_id), earlierDays: [] }),
      upload_ids: options.uploads ?? [uploadId(options.upload ?? 'upload')],
      first_at: new Date(start).toISOString(),
      last_at,
      messages: texts.length,
      customer_messages: Math.ceil(texts.length / 2),
      agents: [{ username: options.agent ?? 'agent', email: null, messages: 1, last_at }],
      token_estimate: options.tokens ?? Math.ceil(texts.join(' ').length / 4),
      force: options.force ?? false,
    },
  });
  return { event, messages };
}

/** So many days, each of its own conversation and with words of its own. */
export function madeDays(
  count: number,
  options: Omit<DayOptions, 'texts'> & { prefix?: string } = {},
): MadeDay[] {
  return Array.from({ length: count }, (_, i) => {
    const chat = `${options.prefix ?? 'chat'}-${i}`;
    return madeDay({
      ...options,
      chat,
      texts: [`Problem number ${i} of ${chat}`, 'We are on it', i % 3 ? 'Thanks!' : 'Awful.'],
    });
  });
}
