import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetConversation, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { conversationId } from '@powerpulse/ids';
import { summarizeConversation } from '../domain/summarize-conversation.js';
import { checkRange } from './date-range.js';
import { LiveModels } from './live-models.js';
import { conversationRow, dayRow } from './reply-rows.js';
import { withinReply } from './reply-size.js';
import { shownDays } from './shown-days.js';

type Request = RequestOf<typeof GetConversation>;
type Reply = ReplyOf<typeof GetConversation>;

export class GetConversationQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const MAX_DAYS = 400;
/** Of years of talk; the rest stands in the days. */
const MAX_TOPICS = 100;

@QueryHandler(GetConversationQuery)
export class GetConversationHandler implements IQueryHandler<GetConversationQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetConversationQuery): Promise<Reply> {
    checkRange(request);
    const { organization, chat_id, days_offset } = request;
    return this.models.answer('conversation', request, async (view) => {
      const id = conversationId(organization, chat_id);
      const days = (await shownDays(view, [id], request, view.tx.last)).get(id) ?? [];
      const summary = summarizeConversation(days);
      const topics = summary?.topics.slice(0, MAX_TOPICS) ?? [];
      return {
        conversation: summary === null ? null : conversationRow({ ...summary, topics }),
        days: withinReply(days.slice(days_offset, days_offset + MAX_DAYS).map(dayRow)),
        total_days: days.length,
      };
    });
  }
}
