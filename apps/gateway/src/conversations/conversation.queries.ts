import { Injectable } from '@nestjs/common';
import {
  GetConversation,
  GetConversationNames,
  GetMessages,
  GetMessageSentiments,
  ListConversations,
  MAX_FOUND_CONVERSATIONS,
  SearchConversations,
  type ConversationRow,
  type DayRow,
  type ReplyOf,
} from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import type { Caller } from '../access/caller.js';
import { mayDo, seesOwnOnly } from '../access/domain/roles.js';
import { Requests } from '@powerpulse/messaging';
import { MAX_DATES } from '../http/date-range.js';
import type { Page } from '../http/paging.js';
import { HttpProblem } from '../http/problem.js';
import { noSuchConversation } from './chat-id.js';

type TranscriptPage = ReplyOf<typeof GetMessages>;
export type SentMessage = TranscriptPage['messages'][number] & { readonly sentiment: number | null };

interface Question {
  readonly organization: string;
  readonly chat_id: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
}

const EVERYTHING = {
  start_date: null,
  end_date: null,
  min_csi: null,
  max_csi: null,
  topic: null,
  agent: null,
  outcome: null,
  sort: 'chat_id',
  order: 'asc',
  offset: 0,
  limit: 1,
  cursor: null,
} as const;

/** Puts together what several services know of a conversation. */
@Injectable()
export class ConversationQueries {
  constructor(private readonly requests: Requests) {}

  async summary(question: Question): Promise<ConversationRow> {
    const { conversation } = await this.requests.ask(GetConversation, { ...question, days_offset: 0 });
    if (conversation === null) throw noSuchConversation();
    return conversation;
  }

  /** The newest MAX_DATES days, oldest first. */
  async days(question: Question): Promise<{ conversation: ConversationRow; days: DayRow[] }> {
    let days: DayRow[] = [];
    for (let offset = 0; ;) {
      const reply = await this.requests.ask(GetConversation, { ...question, days_offset: offset });
      if (reply.conversation === null) throw noSuchConversation();
      days = days.concat(reply.days).slice(-MAX_DATES);
      offset += reply.days.length;
      if (reply.days.length === 0 || offset >= reply.total_days)
        return { conversation: reply.conversation, days };
    }
  }

  /** An agent's own are those in which they wrote; for an agent others do not exist. */
  async assertVisible({ organization, role, email }: Caller, chatId: string): Promise<void> {
    if (!seesOwnOnly(role)) return;
    const { total } = await this.requests.ask(ListConversations, {
      ...EVERYTHING,
      organization,
      agent_email: email ?? '',
      conversation_ids: [conversationId(organization, chatId)],
    });
    if (total === 0) throw noSuchConversation();
  }

  /** None for whoever may not know who the customer is. */
  async namesFor({ organization, role }: Caller, ids: string[]): Promise<Map<string, string | null>> {
    return mayDo(role, 'customers:read') ? this.names(organization, ids) : new Map<string, null>();
  }

  async names(organization: string, conversationIds: string[]): Promise<Map<string, string | null>> {
    if (conversationIds.length === 0) return new Map();
    const { conversations } = await this.requests.ask(GetConversationNames, {
      organization,
      conversation_ids: conversationIds,
    });
    return new Map(conversations.map((known) => [known.conversation_id, known.customer_name]));
  }

  /** What has these words; `null` where none were asked for. Who may not read words or names may not guess them either. */
  async search(
    { organization, role }: Caller,
    text?: string,
  ): Promise<{ ids: string[]; cut: boolean } | null> {
    if (text === undefined) return null;
    if (!mayDo(role, 'messages:read'))
      throw new HttpProblem('forbidden', `The role ${role} may not search what was written (messages:read).`);
    const names = mayDo(role, 'customers:read');
    const question = { organization, text, names, limit: MAX_FOUND_CONVERSATIONS };
    const { conversation_ids: ids, cut } = await this.requests.ask(SearchConversations, question);
    return { ids, cut };
  }

  /** A page of the transcript, each customer message with its tone. */
  async transcript(
    organization: string,
    chatId: string,
    page: Page,
  ): Promise<{ total: number; messages: SentMessage[] }> {
    const conversation_id = conversationId(organization, chatId);
    const messages: SentMessage[] = [];
    for (;;) {
      const reply: TranscriptPage = await this.requests.ask(GetMessages, {
        organization,
        conversation_id,
        offset: page.offset + messages.length,
        limit: page.size - messages.length,
        first_at: null,
        last_at: null,
      });
      if (reply.total === 0) throw noSuchConversation();
      messages.push(...(await this.withSentiments(reply.messages)));
      const reached = page.offset + messages.length;
      if (reply.messages.length === 0 || messages.length >= page.size || reached >= reply.total) {
        return { total: reply.total, messages };
      }
    }
  }

  private async withSentiments(messages: TranscriptPage['messages']): Promise<SentMessage[]> {
    const texts = messages.filter(isCustomers).map((message) => message.text);
    const { sentiments } =
      texts.length === 0 ? { sentiments: [] } : await this.requests.ask(GetMessageSentiments, { texts });
    const next = sentiments.values();
    return messages.map((message) => ({
      ...message,
      sentiment: isCustomers(message) ? (next.next().value ?? null) : null,
    }));
  }
}

const isCustomers = (message: { direction: string; text_removed?: boolean | undefined }): boolean =>
  message.direction === 'to_company' && message.text_removed !== true;
