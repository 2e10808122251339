import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  CountMatches,
  GetConversationNames,
  GetIngestProgress,
  GetMessages,
  GetRemovedTexts,
  GetRejects,
  SearchConversations,
  type ReplyOf,
  type RequestOf,
} from '@powerpulse/contracts';
import { conversationId, messageId } from '@powerpulse/ids';
import { Answers } from '@powerpulse/messaging';

type IngestState = ReplyOf<typeof GetIngestProgress>['uploads'][number];
type StoredMessage = ReplyOf<typeof GetMessages>['messages'][number];
type Reject = ReplyOf<typeof GetRejects>['rejects'][number];

/** Small, so that a page of the gateway needs several replies. */
const MESSAGES_PER_REPLY = 7;

/** Plays ingestion: knows how far uploads are, the words and the names. */
@Controller()
export class IngestionStandIn {
  readonly uploads = new Map<string, IngestState>();
  readonly messages = new Map<string, StoredMessage[]>();
  readonly searched: RequestOf<typeof SearchConversations>[] = [];
  readonly names = new Map<string, string>();
  readonly rejects = new Map<string, Reject[]>();
  /** By conversation id. */
  readonly removedUntil = new Map<string, string>();

  addMessages(chatId: string, ...texts: string[]): StoredMessage[] {
    const start = Date.parse('2026-01-01T10:00:00.000Z');
    const messages = texts.map((text, i): StoredMessage => {
      const direction = i % 2 === 0 ? 'to_company' : 'to_client';
      const at = start + i * 1000;
      return {
        message_id: messageId('default', chatId, at, direction, text),
        at,
        direction,
        text,
        agent_username: direction === 'to_client' ? 'maria' : null,
        agent_email: null,
      };
    });
    this.messages.set(conversationId('default', chatId), messages);
    return messages;
  }

  @Answers(GetIngestProgress)
  progress(@Payload() request: RequestOf<typeof GetIngestProgress>): ReplyOf<typeof GetIngestProgress> {
    return { uploads: request.upload_ids.flatMap((id) => this.uploads.get(id) ?? []) };
  }

  @Answers(GetMessages)
  transcript(@Payload() request: RequestOf<typeof GetMessages>): ReplyOf<typeof GetMessages> {
    const from = request.first_at === null ? -Infinity : Date.parse(request.first_at);
    const to = request.last_at === null ? Infinity : Date.parse(request.last_at);
    const all = (this.messages.get(request.conversation_id) ?? []).filter(({ at }) => at >= from && at <= to);
    const limit = Math.min(request.limit, MESSAGES_PER_REPLY);
    return { total: all.length, messages: all.slice(request.offset, request.offset + limit) };
  }

  @Answers(GetConversationNames)
  customers(
    @Payload() request: RequestOf<typeof GetConversationNames>,
  ): ReplyOf<typeof GetConversationNames> {
    return {
      conversations: request.conversation_ids.flatMap((id) => {
        const name = this.names.get(id);
        return name === undefined ? [] : [{ conversation_id: id, customer_name: name }];
      }),
    };
  }

  @Answers(GetRemovedTexts)
  removed(@Payload() request: RequestOf<typeof GetRemovedTexts>): ReplyOf<typeof GetRemovedTexts> {
    return {
      conversations: request.conversation_ids.flatMap((id) => {
        const until = this.removedUntil.get(id);
        return until === undefined ? [] : [{ conversation_id: id, removed_until: until }];
      }),
    };
  }

  @Answers(CountMatches)
  matches(@Payload() request: RequestOf<typeof CountMatches>): ReplyOf<typeof CountMatches> {
    const texts = request.conversation_ids
      .flatMap((id) => this.messages.get(id) ?? [])
      .map(({ text }) => text);
    const containing = (patterns: string[]) =>
      texts.filter((text) => patterns.some((pattern) => text.includes(pattern))).length;
    return {
      messages: texts.length,
      matched: containing(request.patterns),
      patterns: request.patterns.map((pattern) => ({
        messages: containing([pattern]),
        conversations: 1,
        examples: [],
      })),
    };
  }

  @Answers(SearchConversations)
  search(@Payload() request: RequestOf<typeof SearchConversations>): ReplyOf<typeof SearchConversations> {
    this.searched.push(request);
    // All that is here belongs to `default`.
    if (request.organization !== 'default') return { conversation_ids: [], cut: false };
    const found = [...this.messages].filter(([, all]) => all.some(({ text }) => text.includes(request.text)));
    return { conversation_ids: found.map(([id]) => id).slice(0, request.limit), cut: false };
  }

  @Answers(GetRejects)
  report(@Payload() request: RequestOf<typeof GetRejects>): ReplyOf<typeof GetRejects> {
    const all = (this.rejects.get(request.upload_id) ?? []).filter((r) => r.position > request.after);
    const rejects = all.slice(0, request.limit);
    return { rejects, next: all.length > rejects.length ? (rejects.at(-1)?.position ?? null) : null };
  }
}
