import { Injectable } from '@nestjs/common';
import {
  type ConversationRow,
  GetMessages,
  ListConversationDays,
  ListConversations,
  type ReplyOf,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { ConversationQueries } from '../conversations/conversation.queries.js';
import type { ConversationFilter } from '../conversations/conversation-filter.js';
import { presentDay, presentDetail } from '../conversations/present.js';
import type { ExportRow } from './export-text.js';
import type { TableType } from './download.dto.js';

export interface ExportQuestion extends ConversationFilter {
  readonly organization: string;
  /** Of a text search; null means all. */
  readonly conversation_ids: string[] | null;
}

type DaysReply = ReplyOf<typeof ListConversationDays>;

const CONVERSATIONS_PER_PAGE = 100;
const MESSAGES_PER_PAGE = 200;

/** The rows of an export, page by page, from the same answers that the screen shows. */
@Injectable()
export class ExportPages {
  constructor(
    private readonly requests: Requests,
    private readonly conversations: ConversationQueries,
  ) {}

  async *of(type: TableType, question: ExportQuestion): AsyncGenerator<readonly ExportRow[]> {
    for await (const page of this.pages(question)) {
      if (type === 'conversations') {
        yield await this.rowsOf(question.organization, page);
        continue;
      }
      if (type === 'daily') {
        yield* this.daysOf(question, page);
        continue;
      }
      for (const conversation of page) yield* this.messagesOf(question.organization, conversation);
    }
  }

  /** By chat id: an order that new messages don't change. */
  private async *pages(question: ExportQuestion): AsyncGenerator<readonly ConversationRow[]> {
    let cursor: string | null = null;
    do {
      const reply: { conversations: ConversationRow[]; next_cursor: string | null } = await this.requests.ask(
        ListConversations,
        {
          ...question,
          sort: 'chat_id',
          order: 'asc',
          offset: 0,
          limit: CONVERSATIONS_PER_PAGE,
          cursor,
        },
      );
      yield reply.conversations;
      cursor = reply.next_cursor;
    } while (cursor !== null);
  }

  private async rowsOf(organization: string, page: readonly ConversationRow[]): Promise<ExportRow[]> {
    const names = await this.conversations.names(
      organization,
      page.map((row) => row.conversation_id),
    );
    return page.map((row) => ({ ...presentDetail(row, names.get(row.conversation_id) ?? null) }));
  }

  /** Of a whole page of conversations at once: a question each would take as long as all the rest together. */
  private async *daysOf(
    { organization, start_date, end_date, days: like }: ExportQuestion,
    page: readonly ConversationRow[],
  ): AsyncGenerator<readonly ExportRow[]> {
    const chatIds = new Map(page.map(({ conversation_id, chat_id }) => [conversation_id, chat_id]));
    let ids = [...chatIds.keys()];
    let after: DaysReply['next'] = null;
    while (ids.length > 0) {
      const { days, next }: DaysReply = await this.requests.ask(ListConversationDays, {
        organization,
        conversation_ids: ids,
        start_date,
        end_date,
        ...(like && { days: like }),
        after,
      });
      yield days.map(({ conversation_id, day }) => {
        const { evidence: _, text_removed: __, ...row } = presentDay(day, null, false);
        return { chat_id: chatIds.get(conversation_id), ...row };
      });
      ids = next === null ? [] : ids.slice(ids.indexOf(next.conversation_id));
      after = next;
    }
  }

  private async *messagesOf(
    organization: string,
    { conversation_id, chat_id }: ConversationRow,
  ): AsyncGenerator<readonly ExportRow[]> {
    const whole = { organization, conversation_id, first_at: null, last_at: null };
    for (let offset = 0; ;) {
      const reply = await this.requests.ask(GetMessages, { ...whole, offset, limit: MESSAGES_PER_PAGE });
      yield reply.messages.map(({ at, ...message }) => ({
        chat_id,
        ...message,
        sent_at: new Date(at).toISOString(),
      }));
      offset += reply.messages.length;
      if (reply.messages.length === 0 || offset >= reply.total) return;
    }
  }
}
