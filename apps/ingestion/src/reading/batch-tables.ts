import { plainArray, textArray, type Tx } from '@powerpulse/runtime';
import type { BatchChat, PreparedMessage, PreparedReject } from '../domain/prepare-batch.js';
import { storable } from '../domain/normalise-message.js';
import {
  type ChatOfUpload,
  type ConversationRow,
  nextVersion,
  type SettledBatch,
} from '../domain/settle-batch.js';
import { instantOf, msOf } from '../tables/epoch-ms.js';
import type { HeldUpload } from './upload-queue.js';

/** Locks the conversations, in the order of their ids. */
export async function lockConversations(
  tx: Tx,
  { organization }: HeldUpload,
  chats: readonly BatchChat[],
): Promise<Map<string, ConversationRow>> {
  const rows = await tx.query<ConversationRow & { id: string }>(
    `select conversation_id as id, version, message_count as "messageCount", ${msOf('first_at')} as "firstAt",
       ${msOf('last_at')} as "lastAt", customer_name as "customerName", ${msOf('customer_name_at')} as "customerNameAt"
     from conversations where organization = $1 and conversation_id = any($2::uuid[])
     order by conversation_id for update`,
    [organization, chats.map((chat) => chat.conversationId)],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export async function readChats(
  tx: Tx,
  { organization, uploadId }: HeldUpload,
  chats: readonly BatchChat[],
): Promise<Map<string, ChatOfUpload>> {
  const rows = await tx.query<ChatOfUpload & { id: string }>(
    `select conversation_id as id, usable, changed, forced_version as "forcedVersion", pending from upload_conversations
     where organization = $1 and upload_id = $2 and conversation_id = any($3::uuid[])`,
    [organization, uploadId, chats.map((chat) => chat.conversationId)],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Returns the positions of those that were not there yet. */
export async function insertMessages(
  tx: Tx,
  { organization, uploadNo }: HeldUpload,
  messages: readonly PreparedMessage[],
  conversations: ReadonlyMap<string, ConversationRow>,
): Promise<Set<number>> {
  if (messages.length === 0) return new Set();
  const plain = (value: (message: PreparedMessage) => string | number | boolean): string =>
    plainArray(messages.map(value));
  const text = (value: (message: PreparedMessage) => string | null): string => textArray(messages.map(value));
  const inserted = await tx.prepared<{ position: number }>(
    'messages-insert',
    `insert into messages (organization, conversation_id, at, message_id, conversation_version, upload_no, position,
       from_customer, tokens, agent_username, agent_email, text)
     select $1, c, ${instantOf('a')}, m, v, $2, p, f, k, u, e, t
     from unnest($3::uuid[], $4::float8[], $5::uuid[], $6::int[], $7::int[], $8::boolean[], $9::int[], $10::text[],
       $11::text[], $12::text[]) as new(c, a, m, v, p, f, k, u, e, t)
     on conflict do nothing returning position`,
    [
      organization,
      uploadNo,
      plain((message) => message.conversationId),
      plain((message) => message.at),
      plain((message) => message.messageId),
      plain((message) => nextVersion(conversations.get(message.conversationId))),
      plain((message) => message.position),
      plain((message) => message.direction === 'to_company'),
      plain((message) => message.tokens),
      text((message) => message.agentUsername),
      text((message) => message.agentEmail),
      text((message) => message.text),
    ],
  );
  return new Set(inserted.map((row) => row.position));
}

const CONVERSATION_RECORD = `"conversationId" uuid, "chatId" text, version int, "messageCount" int, "firstAt" float8,
  "lastAt" float8, "customerName" text, "customerNameAt" float8`;

/** The rows are locked; one that somebody else made meanwhile fails the transaction, which is then repeated. */
export async function writeConversations(
  tx: Tx,
  { organization }: HeldUpload,
  conversations: SettledBatch['conversations'],
): Promise<void> {
  const fresh = conversations.filter((row) => row.isNew);
  const known = conversations.filter((row) => !row.isNew);
  if (fresh.length > 0) {
    await tx.query(
      `insert into conversations (organization, conversation_id, chat_id, version, message_count, first_at, last_at,
         customer_name, customer_name_at)
       select $1, "conversationId", "chatId", version, "messageCount", ${instantOf('"firstAt"')}, ${instantOf('"lastAt"')},
         "customerName", ${instantOf('"customerNameAt"')}
       from json_to_recordset($2::json) as new(${CONVERSATION_RECORD})`,
      [organization, JSON.stringify(fresh)],
    );
  }
  if (known.length > 0) {
    await tx.query(
      `update conversations c set version = new.version, message_count = "messageCount",
         first_at = ${instantOf('"firstAt"')}, last_at = ${instantOf('"lastAt"')}, customer_name = "customerName",
         customer_name_at = ${instantOf('"customerNameAt"')}
       from json_to_recordset($2::json) as new(${CONVERSATION_RECORD})
       where c.organization = $1 and c.conversation_id = "conversationId"`,
      [organization, JSON.stringify(known)],
    );
  }
}

export async function writeChats(
  tx: Tx,
  { organization, uploadId }: HeldUpload,
  chats: SettledBatch['chats'],
): Promise<void> {
  if (chats.length === 0) return;
  await tx.query(
    `insert into upload_conversations
       (organization, upload_id, conversation_id, usable, changed, forced_version, pending)
     select $1, $2, "conversationId", usable, changed, "forcedVersion", pending
     from json_to_recordset($3::json)
       as new("conversationId" uuid, usable boolean, changed boolean, "forcedVersion" int, pending boolean)
     on conflict (organization, upload_id, conversation_id) do update set usable = excluded.usable,
       changed = excluded.changed, forced_version = excluded.forced_version, pending = excluded.pending`,
    [organization, uploadId, JSON.stringify(chats)],
  );
}

export async function insertRejects(
  tx: Tx,
  { organization, uploadId }: HeldUpload,
  rejects: readonly PreparedReject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const rows = rejects.map(({ place, reason, field }) => ({
    p: place.position,
    b: place.byteOffset,
    k: place.key === null ? null : keyForReport(place.key),
    i: place.index,
    r: reason,
    f: field,
  }));
  await tx.query(
    `insert into rejects (organization, upload_id, position, byte_offset, list_key, list_index, reason, field)
     select $1, $2, p, b, k, i, r, f
     from json_to_recordset($3::json) as new(p int, b bigint, k text, i int, r text, f text)`,
    [organization, uploadId, JSON.stringify(rows)],
  );
}

const LONGEST_KEY = 500;

/** A key that is too long for a chat id is cut in reports. */
function keyForReport(key: string): string {
  const clean = storable(key);
  return clean.length > LONGEST_KEY ? `${clean.slice(0, LONGEST_KEY).toWellFormed()}…` : clean;
}
