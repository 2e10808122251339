import { GetConversationInstants, type ReplyOf } from '@powerpulse/contracts';
import type { Requests } from '@powerpulse/messaging';
import type { Change } from '../domain/attribution.js';
import type { Agent, DayMessage } from '../domain/conversation-day.js';

export interface WholeConversation {
  conversationId: string;
  chatId: string;
  version: number;
  changes: Change[];
  messages: DayMessage[];
}

type Page = ReplyOf<typeof GetConversationInstants>['conversations'][number];

/** As many as one request may ask for. */
const CONVERSATIONS_PER_REQUEST = 500;

/** Each of the conversations in whole, one after the other, so that only one has to be held. */
export async function* wholeConversations(
  requests: Requests,
  organization: string,
  conversationIds: readonly string[],
): AsyncGenerator<WholeConversation> {
  let next = 0;
  let open: WholeConversation | null = null;
  while (next < conversationIds.length) {
    const asked = conversationIds.slice(next, next + CONVERSATIONS_PER_REQUEST);
    const offset: number = open?.messages.length ?? 0;
    const { conversations } = await requests.ask(GetConversationInstants, {
      organization,
      conversations: asked.map((id, i) => ({ conversation_id: id, offset: i === 0 ? offset : 0 })),
    });
    // Answered in the order asked: one that is passed over, or no answer at all, means that it is not known there.
    if (conversations.length === 0) throw new UnknownConversation(conversationIds[next]);
    for (const page of conversations) {
      if (page.conversation_id !== conversationIds[next])
        throw new UnknownConversation(conversationIds[next]);
      if (open !== null && open.version !== page.conversation_version) {
        // It changed between two pages: start it anew.
        open = null;
        break;
      }
      open = append(open, page);
      if (open.messages.length < page.total) break;
      yield open;
      open = null;
      next++;
    }
  }
}

class UnknownConversation extends Error {
  override readonly name = 'UnknownConversation';

  constructor(conversationId: string | undefined) {
    super(`ingestion does not know conversation ${conversationId}`);
  }
}

function append(open: WholeConversation | null, page: Page): WholeConversation {
  const conversation = open ?? {
    conversationId: page.conversation_id,
    chatId: page.chat_id,
    version: page.conversation_version,
    changes: page.changes.map(({ version, upload_id, force }) => ({ version, uploadId: upload_id, force })),
    messages: [],
  };
  const isInPlace = page.offset === conversation.messages.length;
  if (!isInPlace || (page.message_ids.length === 0 && page.total > page.offset)) {
    throw new Error(`page ${page.offset} of conversation ${page.conversation_id} does not follow`);
  }
  appendMessages(conversation.messages, page);
  return conversation;
}

function appendMessages(messages: DayMessage[], page: Page): void {
  const agents: readonly Agent[] = page.agents;
  for (let i = 0; i < page.message_ids.length; i++) {
    const [messageId, at, tokens] = [page.message_ids[i], page.at[i], page.tokens[i]];
    if (messageId === undefined || at === undefined || tokens === undefined) {
      throw new Error(`columns of conversation ${page.conversation_id} differ in length`);
    }
    messages.push({
      messageId,
      at,
      direction: page.directions[i] === 'c' ? 'to_company' : 'to_client',
      tokens,
      agent: agents[page.agent[i] ?? -1] ?? null,
    });
  }
}
