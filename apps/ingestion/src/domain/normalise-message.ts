import { isBlank, isObject, messageFields, type RawMessage } from '@powerpulse/chat-export';
import { parseInstant } from './parse-instant.js';
import { MAX_CHAT_ID_LENGTH, MAX_TEXT_LENGTH, type RejectReasonName } from './reject-reasons.js';

export type Direction = 'to_company' | 'to_client';

export interface Message {
  chatId: string;
  /** Epoch milliseconds. */
  at: number;
  direction: Direction;
  text: string;
  customerName: string | null;
  /** Who wrote it, on messages of agents only. */
  agentUsername: string | null;
  agentEmail: string | null;
}

export interface NotKept {
  reason: RejectReasonName;
  /** The chat it stands in, where that is known. */
  chatId: string | null;
}

export interface Rules {
  /** When the file was accepted: the measure of "in the future". */
  now: number;
  autoResponsePatterns: readonly string[];
}

const MAX_NAME_LENGTH = 200;

/** PostgreSQL text can't hold U+0000, and UTF-8 no lone surrogates: both become U+FFFD. Nothing else is changed. */
export function storable(text: string): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
}

/**
 * One element of an export in its normal form, or the first reason why it can't be kept. `listChatId` is the key of
 * its list where that is a chat id: it counts where the message names no chat itself.
 */
export function normaliseMessage(value: unknown, listChatId: string | null, rules: Rules): Message | NotKept {
  const raw = isObject(value) ? messageFields(value) : null;
  const chat = readChatId(raw?.chatId, listChatId);
  const chatId = chat.chatId;
  if (!isObject(value)) return { reason: 'not_an_object', chatId };
  if (chatId === null) return { reason: chat.reason, chatId };
  const reject = (reason: RejectReasonName): NotKept => ({ reason, chatId });
  if (raw === null) return reject('text_missing');
  const text = readText(raw.text);
  if (text.reason !== undefined) return reject(text.reason);
  const direction = readDirection(raw.direction);
  if (direction !== 'to_company' && direction !== 'to_client') return reject(direction);
  const at = parseInstant(raw.time, rules.now);
  if (typeof at !== 'number') return reject(at);
  if (rules.autoResponsePatterns.some((pattern) => text.text.includes(pattern)))
    return reject('auto_response');
  return { chatId, at, direction, text: text.text, ...readNames(raw, direction) };
}

type ChatId = { chatId: string } | { chatId: null; reason: RejectReasonName };

/** A chat id as it is stored: any text with a visible character. */
export function readChatId(own: unknown, listChatId: string | null): ChatId {
  const isAbsent = own == null || (typeof own === 'string' && isBlank(own));
  const isWhole = typeof own === 'number' && Number.isSafeInteger(own);
  const given = isAbsent ? listChatId : isWhole ? String(own) : own;
  if (given === null) return { chatId: null, reason: 'chat_id_missing' };
  if (typeof given !== 'string') return { chatId: null, reason: 'chat_id_not_text' };
  if (isBlank(given)) return { chatId: null, reason: 'chat_id_missing' };
  if (given.length > MAX_CHAT_ID_LENGTH && Array.from(given).length > MAX_CHAT_ID_LENGTH) {
    return { chatId: null, reason: 'chat_id_too_long' };
  }
  return { chatId: storable(given) };
}

type Text = { text: string; reason?: undefined } | { reason: RejectReasonName };

function readText(value: unknown): Text {
  if (value == null) return { reason: 'text_missing' };
  if (typeof value !== 'string') return { reason: 'text_not_a_string' };
  if (isBlank(value)) return { reason: 'text_missing' };
  return value.length > MAX_TEXT_LENGTH ? { reason: 'text_too_long' } : { text: storable(value) };
}

const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['to_company', 'to_company'],
  ['to_client', 'to_client'],
]);

function readDirection(value: unknown): Direction | RejectReasonName {
  if (value == null) return 'direction_missing';
  if (typeof value !== 'string') return 'direction_unknown';
  const exact = DIRECTIONS.get(value);
  if (exact !== undefined) return exact;
  if (isBlank(value)) return 'direction_missing';
  return DIRECTIONS.get(value.trim().toLowerCase().replaceAll(/[- ]/g, '_')) ?? 'direction_unknown';
}

function readNames(
  raw: RawMessage,
  direction: Direction,
): Pick<Message, 'customerName' | 'agentUsername' | 'agentEmail'> {
  const isAgent = direction === 'to_client';
  return {
    customerName: readName(raw.customerName),
    agentUsername: isAgent ? readName(raw.agentUsername) : null,
    // Addresses are compared without regard to case wherever somebody signs in with one.
    agentEmail: isAgent ? (readName(raw.agentEmail)?.toLowerCase() ?? null) : null,
  };
}

/** Names are extras: one that is no text is left out, and does not cost the message. */
function readName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = storable(value.trim());
  if (name === '') return null;
  return name.length > MAX_NAME_LENGTH ? Array.from(name).slice(0, MAX_NAME_LENGTH).join('') : name;
}
