import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetMetricGroups, MetricGroup, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { deltasOf, periodValues, sampleSizes } from '../domain/period-metrics.js';
import { totalOf, TOTALS_COLUMNS, type TotalsRecord } from '../tables/totals-record.js';
import { checkRange } from './date-range.js';
import { groupsOf } from './grouped-sums.js';
import { LiveModels, type LiveView } from './live-models.js';

type Request = RequestOf<typeof GetMetricGroups>;
type Reply = ReplyOf<typeof GetMetricGroups>;

export class GetMetricGroupsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

type GroupRecord = TotalsRecord & { group: string; before: boolean };

@QueryHandler(GetMetricGroupsQuery)
export class GetMetricGroupsHandler implements IQueryHandler<GetMetricGroupsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetMetricGroupsQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('metric groups', request, async (view) => {
      const largest = await largestGroups(view, request);
      const names = largest.map(({ group }) => group);
      const records = await sumsOfGroups(view, request, names);
      const hasBefore = request.start_date !== null && request.end_date !== null;
      const groups = names.map((group) => groupOf(group, records, hasBefore));
      return { groups, total: largest[0]?.total ?? 0 };
    });
  }
}

function groupOf(group: string, records: readonly GroupRecord[], hasBefore: boolean): MetricGroup {
  const own = records.filter((record) => record.group === group);
  const totals = totalOf(own.filter((record) => !record.before));
  const values = periodValues(totals);
  const { scored_days, unscored_days, outbound_days } = totals.counts;
  const before = totalOf(own.filter((record) => record.before));
  return {
    group,
    ...values,
    scored_days,
    unscored_days,
    outbound_days,
    sample_sizes: sampleSizes(totals),
    deltas: hasBefore ? deltasOf(values, periodValues(before)) : null,
  };
}

/** First whose: adding up every sum of thousands of groups takes long, and only a few are shown. */
async function largestGroups({ tx, scope }: LiveView, request: Request) {
  const { dimension, column, only } = groupsOf(request.group_by);
  return tx.query<{ group: string; total: number }>(
    `select ${column} as "group", (count(*) over ())::int as total from daily_metrics
     where generation = $1 and organization = $2 and dimension = $3 and ${only}
       and date between coalesce($4::date, '-infinity') and coalesce($5::date, 'infinity')
       and ($6::text is null or scorer = $6)
     group by ${column}
     order by sum(scored_days + unscored_days + outbound_days) desc, ${column} collate "C" limit $7`,
    [
      scope.generation,
      scope.organization,
      dimension,
      request.start_date,
      request.end_date,
      request.scorer,
      request.limit,
    ],
  );
}

/** Of the period and of the one of equal length just before. */
async function sumsOfGroups({ tx, scope }: LiveView, request: Request, names: readonly string[]) {
  if (names.length === 0) return [];
  const { dimension, column } = groupsOf(request.group_by);
  return tx.query<GroupRecord>(
    `select ${column} as "group", coalesce(date < $4, false) as before, ${TOTALS_COLUMNS} from daily_metrics
     where generation = $1 and organization = $2 and dimension = $3
       and date >= coalesce($4::date - ($5::date - $4::date + 1), $4, '-infinity')
       and date <= coalesce($5, 'infinity') and ($6::text is null or scorer = $6) and ${column} = any($7::text[])
     group by 1, 2`,
    [
      scope.generation,
      scope.organization,
      dimension,
      request.start_date,
      request.end_date,
      request.scorer,
      names,
    ],
  );
}
