import { Injectable } from '@nestjs/common';
import { Requests } from '@powerpulse/messaging';
import type { CurrentConversation } from '../domain/split-conversation.js';
import { splitIntoDays } from '../domain/split-into-days.js';
import { wholeConversations } from './conversation-pages.js';

export interface FetchedConversation extends CurrentConversation {
  organization: string;
  conversationId: string;
  chatId: string;
}

export const datesOf = (conversations: readonly FetchedConversation[]): string[] =>
  conversations.flatMap(({ days }) => days.map(({ date }) => date));

/** Asks ingestion for conversations and splits each at once: a batch holds days in memory, not messages. */
@Injectable()
export class CurrentConversations {
  constructor(private readonly requests: Requests) {}

  async fetch(
    organization: string,
    conversationIds: readonly string[],
    timeZone: string,
  ): Promise<FetchedConversation[]> {
    const fetched: FetchedConversation[] = [];
    for await (const whole of wholeConversations(this.requests, organization, conversationIds)) {
      const { conversationId, chatId, version, changes, messages } = whole;
      const days = splitIntoDays(messages, timeZone).map(({ messageIds: _, ...facts }) => facts);
      fetched.push({ organization, conversationId, chatId, version, changes, timeZone, days });
    }
    return fetched;
  }
}
