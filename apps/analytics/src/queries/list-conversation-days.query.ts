import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ListConversationDays, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { checkRange } from './date-range.js';
import { LiveModels } from './live-models.js';
import { withinReply } from './reply-size.js';
import { dayRow } from './reply-rows.js';
import { shownDays } from './shown-days.js';

type Request = RequestOf<typeof ListConversationDays>;
type Reply = ReplyOf<typeof ListConversationDays>;

export class ListConversationDaysQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(ListConversationDaysQuery)
export class ListConversationDaysHandler implements IQueryHandler<ListConversationDaysQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: ListConversationDaysQuery): Promise<Reply> {
    checkRange(request);
    const { organization, conversation_ids, after } = request;
    return this.models.read(organization, async (view) => {
      const days = await shownDays(view, conversation_ids, request, view.tx.last);
      const isTold = (id: string, date: string) => after?.conversation_id === id && date <= after.date;
      const rows = conversation_ids.flatMap((id) =>
        (days.get(id) ?? [])
          .filter(({ date }) => !isTold(id, date))
          .map((day) => ({ conversation_id: id, day: dayRow(day) })),
      );
      const fitting = withinReply(rows);
      const last = fitting.at(-1);
      const isFull = last !== undefined && fitting.length < rows.length;
      return {
        days: fitting,
        next: isFull ? { conversation_id: last.conversation_id, date: last.day.analysis_date } : null,
      };
    });
  }
}
