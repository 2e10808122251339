import { type ExportItem, type Place, isObject, spelledKey } from '@powerpulse/chat-export';
import { conversationId, messageId } from '@powerpulse/ids';
import { estimateTokens } from './estimate-tokens.js';
import { type Message, normaliseMessage, readChatId, type Rules } from './normalise-message.js';
import { REJECT_REASONS, type RejectReasonName } from './reject-reasons.js';

export interface PreparedMessage extends Message {
  conversationId: string;
  messageId: string;
  tokens: number;
  /** Place in the file. */
  position: number;
}

export interface PreparedReject {
  place: Place;
  reason: RejectReasonName;
  /** The key of the faulty part as the file spells it. */
  field: string | null;
}

/** A chat of the file, as far as this batch shows it. */
export interface BatchChat {
  conversationId: string;
  chatId: string;
  /** Has a well-formed message in this batch, new or known. */
  isUsable: boolean;
  /** Its list ended: nothing more of it is expected in this file. */
  isComplete: boolean;
  /** The latest name its customer had. */
  customerName: string | null;
  customerNameAt: number;
}

export interface PreparedBatch {
  messages: PreparedMessage[];
  /** In the order of conversation ids, which is the order of locks. */
  chats: BatchChat[];
  rejects: PreparedReject[];
  rejected: number;
  filtered: number;
}

/** What a run of items of an export comes to, before it is known which messages are new. */
export function prepareBatch(
  items: readonly ExportItem[],
  organization: string,
  rules: Rules,
): PreparedBatch {
  const chats = new Map<string, BatchChat>();
  const batch: PreparedBatch = { messages: [], chats: [], rejects: [], rejected: 0, filtered: 0 };
  const chatOf = (chatId: string): BatchChat => {
    const known = chats.get(chatId);
    if (known !== undefined) return known;
    const chat: BatchChat = {
      conversationId: conversationId(organization, chatId),
      chatId,
      isUsable: false,
      isComplete: false,
      customerName: null,
      customerNameAt: 0,
    };
    chats.set(chatId, chat);
    return chat;
  };
  for (const item of items) {
    const listChatId = item.table ? null : item.kind === 'list_end' ? item.key : item.place.key;
    if (item.kind === 'list_end') {
      const { chatId } = readChatId(null, listChatId);
      if (chatId !== null) chatOf(chatId).isComplete = true;
      continue;
    }
    const message = item.kind === 'message' ? normaliseMessage(item.value, listChatId, rules) : null;
    if (message !== null && 'text' in message)
      keep(batch, chatOf(message.chatId), message, item.place.position, organization);
    else {
      const chatId = message?.chatId ?? readChatId(null, listChatId).chatId;
      if (chatId !== null) chatOf(chatId);
      reject(batch, item, message?.reason ?? 'message_too_large');
    }
  }
  batch.chats = [...chats.values()].sort(byConversationId);
  return batch;
}

const byConversationId = (a: BatchChat, b: BatchChat): number =>
  a.conversationId < b.conversationId ? -1 : 1;

function keep(
  batch: PreparedBatch,
  chat: BatchChat,
  message: Message,
  position: number,
  organization: string,
): void {
  chat.isUsable = true;
  if (message.customerName !== null && message.at >= chat.customerNameAt) {
    chat.customerName = message.customerName;
    chat.customerNameAt = message.at;
  }
  batch.messages.push({
    ...message,
    conversationId: chat.conversationId,
    messageId: messageId(organization, message.chatId, message.at, message.direction, message.text),
    tokens: estimateTokens(message.text),
    position,
  });
}

function reject(
  batch: PreparedBatch,
  item: Exclude<ExportItem, { kind: 'list_end' }>,
  reason: RejectReasonName,
): void {
  const { kind, field } = REJECT_REASONS[reason];
  const value = item.kind === 'message' && isObject(item.value) ? item.value : {};
  batch[kind]++;
  batch.rejects.push({ place: item.place, reason, field: field && spelledKey(value, field) });
}
