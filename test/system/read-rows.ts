import { type Api, conversationPath } from './api.js';

export interface ConversationRow {
  conversation_id: string;
  chat_id: string;
  csi: number | null;
  sentiment_score: number | null;
  fcr: boolean | null;
  topics: string[];
  outcome: string | null;
  first_message_at: string;
  last_message_at: string;
  message_count: number;
  days: number;
  scored_days: number;
  agent_username: string | null;
  customer_name: string | null;
}

export interface DayRow {
  day_id: string;
  version: number;
  analysis_date: string;
  sentiment_score: number | null;
  sentiment_shift: number | null;
  resolution_achieved: number | null;
  fcr_score: number | null;
  ces: number | null;
  topics: string[];
  outcome: string | null;
  first_response_time: number | null;
  avg_response_time: number | null;
  total_handling_time: number | null;
  unanswered_turns: number;
  effectiveness_score: number | null;
  effort_score: number | null;
  efficiency_score: number | null;
  empathy_score: number | null;
  csi_score: number | null;
  outbound: boolean;
  messages: number;
  customer_messages: number;
  first_at: string;
  last_at: string;
  unscored_reason: string | null;
  evidence: { quotes: { message_id?: string }[] } | null;
}

export interface MessageRow {
  message_id: string;
  sent_at: string;
  direction: string;
  text: string;
  agent_username: string | null;
}

/** All that can be read of one conversation. */
export interface ConversationRows {
  conversation: ConversationRow;
  days: DayRow[];
  messages: MessageRow[];
}

export async function allConversations(api: Api): Promise<ConversationRow[]> {
  const all: ConversationRow[] = [];
  let after = '';
  for (;;) {
    const page = await api.get<{ conversations: ConversationRow[]; next_cursor: string | null }>(
      `/api/conversations?page_size=100&sort=chat_id&order=asc${after}`,
    );
    all.push(...page.conversations);
    if (page.next_cursor === null) return all;
    after = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}

export const daysOf = (api: Api, chatId: string): Promise<DayRow[]> =>
  api.get(conversationPath(chatId, '/daily'));

export async function messagesOf(api: Api, chatId: string): Promise<MessageRow[]> {
  const all: MessageRow[] = [];
  const path = conversationPath(chatId, '/messages');
  for (let page = 1; ; page++) {
    const query = `${path.includes('?') ? '&' : '?'}page_size=100&page=${String(page)}`;
    const { messages, total_pages } = await api.get<{ messages: MessageRow[]; total_pages: number }>(
      path + query,
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
