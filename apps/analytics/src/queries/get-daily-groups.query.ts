import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DailyGroup, GetDailyGroups, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { periodValues, sampleSizes } from '../domain/period-metrics.js';
import { TOTALS_COLUMNS, type TotalsRecord, toTotals } from '../tables/totals-record.js';
import { checkRange } from './date-range.js';
import { groupsOf } from './grouped-sums.js';
import { LiveModels, type LiveView } from './live-models.js';
import { withinReply } from './reply-size.js';

type Request = RequestOf<typeof GetDailyGroups>;
type Reply = ReplyOf<typeof GetDailyGroups>;

export class GetDailyGroupsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const MAX_ROWS = 1000;

type GroupRecord = TotalsRecord & { group: string; date: string };

@QueryHandler(GetDailyGroupsQuery)
export class GetDailyGroupsHandler implements IQueryHandler<GetDailyGroupsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetDailyGroupsQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('daily groups', request, async (view) => {
      const rows = (await sumsByDate(view, request)).map(rowOf);
      const fitting = withinReply(rows.slice(0, MAX_ROWS));
      const next = rows[fitting.length]?.date ?? null;
      // A date is told as a whole or not at all.
      return { rows: fitting.filter(({ date }) => date !== next), next_date: next };
    });
  }
}

function rowOf(record: GroupRecord): DailyGroup {
  const totals = toTotals(record);
  const { scored_days, unscored_days, outbound_days } = totals.counts;
  return {
    date: record.date,
    group: record.group,
    ...periodValues(totals),
    scored_days,
    unscored_days,
    outbound_days,
    sample_sizes: sampleSizes(totals),
  };
}

async function sumsByDate({ tx, scope }: LiveView, request: Request) {
  const { dimension, column } = groupsOf(request.group_by);
  return tx.query<GroupRecord>(
    `select date, ${column} as "group", ${TOTALS_COLUMNS} from daily_metrics
     where generation = $1 and organization = $2 and dimension = $3
       and date between coalesce($4::date, '-infinity') and coalesce($5::date, 'infinity')
       and ($6::text is null or scorer = $6) and ${column} = any($7::text[])
     group by date, ${column} order by date, ${column} collate "C" limit ${MAX_ROWS + 1}`,
    [
      scope.generation,
      scope.organization,
      dimension,
      request.start_date,
      request.end_date,
      request.scorer,
      request.groups,
    ],
  );
}
