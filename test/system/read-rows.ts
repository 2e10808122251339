import type { components } from '../../apps/web/src/api/generated/openapi.js';
import { type Api, namedConversation, patiently } from './api.js';

export type ConversationRow = components['schemas']['ConversationDto'];
export type DayRow = components['schemas']['DayDto'];
export type MessageRow = components['schemas']['MessageDto'];

/** All that can be read of one conversation. */
export interface ConversationRows {
  conversation: ConversationRow;
  days: DayRow[];
  messages: MessageRow[];
}

export async function allConversations({ client }: Api): Promise<ConversationRow[]> {
  const all: ConversationRow[] = [];
  let cursor: string | null = null;
  do {
    const query = {
      page_size: 100,
      sort: 'chat_id',
      order: 'asc',
      ...(cursor !== null && { cursor }),
    } as const;
    const page: components['schemas']['ConversationListDto'] = await patiently(() =>
      client.GET('/api/conversations', { params: { query } }),
    );
    all.push(...page.conversations);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

export const daysOf = ({ client }: Api, chatId: string): Promise<DayRow[]> =>
  patiently(() => client.GET('/api/conversations/{chat_id}/daily', { params: namedConversation(chatId) }));

export async function messagesOf({ client }: Api, chatId: string): Promise<MessageRow[]> {
  const all: MessageRow[] = [];
  const { path, query } = namedConversation(chatId);
  for (let page = 1; ; page++) {
    const params = { path, query: { ...query, page_size: 100, page } };
    const { messages, total_pages } = await patiently(() =>
      client.GET('/api/conversations/{chat_id}/messages', { params }),
    );
    all.push(...messages);
    if (page >= total_pages) return all;
  }
}

/** Everything about the chats whose ids begin so, by chat id without that beginning. */
export async function rowsOf(api: Api, prefix: string): Promise<Map<string, ConversationRows>> {
  const waiting = (await allConversations(api)).filter((row) => row.chat_id.startsWith(prefix));
  const rows = new Map<string, ConversationRows>();
  const worker = async () => {
    for (let conversation = waiting.shift(); conversation; conversation = waiting.shift()) {
      const { chat_id } = conversation;
      const [days, messages] = [await daysOf(api, chat_id), await messagesOf(api, chat_id)];
      rows.set(chat_id.slice(prefix.length), { conversation, days, messages });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return rows;
}

/** Rows of equal chats under different ids, for comparison: without the ids that differ by necessity. */
export function withoutIds(rows: ReadonlyMap<string, ConversationRows>): unknown[] {
  const plain = [...rows].map(([chat, { conversation, days, messages }]) => ({
    chat,
    conversation: { ...conversation, conversation_id: null, chat_id: null },
    days: days.map((day) => ({
      ...day,
      day_id: null,
      evidence: day.evidence && {
        ...day.evidence,
        quotes: day.evidence.quotes.map((quote) => ({ ...quote, message_id: null })),
      },
    })),
    messages: messages.map((message) => ({ ...message, message_id: null })),
  }));
  return plain.toSorted((a, b) => (a.chat < b.chat ? -1 : 1));
}

/** The same, whatever it took to get there. */
export function withoutVersions(rows: ReadonlyMap<string, ConversationRows>): unknown[] {
  const plain = new Map(
    [...rows].map(([chat, row]) => [chat, { ...row, days: row.days.map((day) => ({ ...day, version: 0 })) }]),
  );
  return withoutIds(plain);
}
