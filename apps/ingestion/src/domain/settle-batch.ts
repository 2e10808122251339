import type { BatchChat, PreparedBatch, PreparedMessage } from './prepare-batch.js';

/** A conversation as it stands, its row locked. */
export interface ConversationRow {
  version: number;
  messageCount: number;
  firstAt: number;
  lastAt: number;
  customerName: string | null;
  customerNameAt: number | null;
}

/** What earlier batches of the same upload did to a chat. */
export interface ChatOfUpload {
  usable: boolean;
  /** Got new messages. */
  changed: boolean;
  /** The version to which it was raised although nothing may have changed. */
  forcedVersion: number | null;
  pending: boolean;
}

export interface Ground {
  conversations: ReadonlyMap<string, ConversationRow>;
  chats: ReadonlyMap<string, ChatOfUpload>;
  /** Positions of the messages that were new: all others were known already. */
  newPositions: ReadonlySet<number>;
  /** Every conversation of the file is announced, changed or not. */
  force: boolean;
}

export interface Announcement extends Pick<
  ConversationRow,
  'version' | 'messageCount' | 'firstAt' | 'lastAt'
> {
  conversationId: string;
  chatId: string;
  force: boolean;
}

export interface SettledBatch {
  /** Rows to write; `isNew` where there was none. */
  conversations: (ConversationRow & { conversationId: string; chatId: string; isNew: boolean })[];
  chats: (ChatOfUpload & { conversationId: string })[];
  announcements: Announcement[];
  kept: number;
  duplicate: number;
  /** Changes of the upload's counts. */
  usableChats: number;
  skippedChats: number;
}

const UNSEEN: ChatOfUpload = { usable: false, changed: false, forcedVersion: null, pending: false };

/** The version that messages of this batch get, if they are new. One batch raises a conversation by one at most. */
export const nextVersion = (row: ConversationRow | undefined): number => (row?.version ?? 0) + 1;

/** What a batch does to conversations, once it is known which of its messages are new. */
export function settleBatch(batch: PreparedBatch, ground: Ground): SettledBatch {
  const settled: SettledBatch = {
    conversations: [],
    chats: [],
    announcements: [],
    kept: ground.newPositions.size,
    duplicate: batch.messages.length - ground.newPositions.size,
    usableChats: 0,
    skippedChats: 0,
  };
  const added = addedByConversation(batch.messages, ground.newPositions);
  for (const chat of batch.chats) settleChat(chat, added.get(chat.conversationId), ground, settled);
  return settled;
}

interface Added {
  messages: number;
  firstAt: number;
  lastAt: number;
}

function addedByConversation(
  messages: readonly PreparedMessage[],
  newPositions: ReadonlySet<number>,
): Map<string, Added> {
  const added = new Map<string, Added>();
  for (const { conversationId, position, at } of messages) {
    if (!newPositions.has(position)) continue;
    const sum = added.get(conversationId);
    if (sum === undefined) added.set(conversationId, { messages: 1, firstAt: at, lastAt: at });
    else {
      sum.messages++;
      sum.firstAt = Math.min(sum.firstAt, at);
      sum.lastAt = Math.max(sum.lastAt, at);
    }
  }
  return added;
}

function settleChat(
  chat: BatchChat,
  added: Added | undefined,
  { conversations, chats, force }: Ground,
  settled: SettledBatch,
): void {
  const { conversationId, chatId } = chat;
  const seen = chats.get(conversationId);
  const before = seen ?? UNSEEN;
  const row = conversations.get(conversationId);
  const usable = before.usable || chat.isUsable;
  const isDue = before.pending || added !== undefined || (force && usable);
  const announces = chat.isComplete && isDue;
  const raises = added !== undefined || (announces && force);
  const after: ChatOfUpload = {
    usable,
    changed: before.changed || added !== undefined,
    forcedVersion: announces && force ? nextVersion(row) : before.forcedVersion,
    pending: isDue && !announces,
  };
  settled.usableChats += Number(usable && !before.usable);
  settled.skippedChats += Number(!usable && seen === undefined) - Number(usable && seen?.usable === false);
  if (seen === undefined || !isSame(seen, after)) settled.chats.push({ conversationId, ...after });
  const now = conversationAfter(row, added, raises, chat);
  if (now === undefined) return;
  if (now !== row) settled.conversations.push({ conversationId, chatId, isNew: row === undefined, ...now });
  if (announces) settled.announcements.push({ conversationId, chatId, force, ...now });
}

/** The same object where nothing changes; undefined where the chat has never had a message. */
function conversationAfter(
  row: ConversationRow | undefined,
  added: Added | undefined,
  raises: boolean,
  { customerName, customerNameAt }: BatchChat,
): ConversationRow | undefined {
  if (row === undefined && added === undefined) return undefined;
  const nameAt = row?.customerNameAt ?? 0;
  const isOtherName = customerNameAt === nameAt && customerName !== row?.customerName;
  const isNewName = customerName !== null && (customerNameAt > nameAt || isOtherName);
  if (row !== undefined && !raises && !isNewName) return row;
  return {
    version: raises ? nextVersion(row) : (row?.version ?? 0),
    messageCount: (row?.messageCount ?? 0) + (added?.messages ?? 0),
    firstAt: Math.min(row?.firstAt ?? Infinity, added?.firstAt ?? Infinity),
    lastAt: Math.max(row?.lastAt ?? 0, added?.lastAt ?? 0),
    customerName: isNewName ? customerName : (row?.customerName ?? null),
    customerNameAt: isNewName ? customerNameAt : (row?.customerNameAt ?? null),
  };
}

const isSame = (a: ChatOfUpload, b: ChatOfUpload): boolean =>
  a.usable === b.usable &&
  a.changed === b.changed &&
  a.forcedVersion === b.forcedVersion &&
  a.pending === b.pending;
