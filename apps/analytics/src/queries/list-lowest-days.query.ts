import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ListLowestDays, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { DAY_STATE_COLUMNS, type DayRecord } from '../tables/day-columns.js';
import { checkRange } from './date-range.js';
import { LiveModels } from './live-models.js';
import { dayRow } from './reply-rows.js';
import { counted } from './shown-days.js';

type Request = RequestOf<typeof ListLowestDays>;
type Reply = ReplyOf<typeof ListLowestDays>;

export class ListLowestDaysQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(ListLowestDaysQuery)
export class ListLowestDaysHandler implements IQueryHandler<ListLowestDaysQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: ListLowestDaysQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('lowest days', request, async (view) => {
      const rows = await view.tx.query<DayRecord>(
        `select ${DAY_STATE_COLUMNS} from conversation_days d
         where d.generation = $1 and d.organization = $2 and d.csi is not null
           and d.date between coalesce($3::date, '-infinity') and coalesce($4::date, 'infinity')
         order by d.csi, d.chat_id, d.date limit $5`,
        [view.scope.generation, request.organization, request.start_date, request.end_date, request.limit],
      );
      return {
        days: counted(view, rows).map((day) => ({
          chat_id: day.facts.chatId,
          conversation_id: day.conversationId,
          day: dayRow(day),
        })),
      };
    });
  }
}
