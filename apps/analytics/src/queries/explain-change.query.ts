import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ExplainChange, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { decimalToNano } from '../domain/exact.js';
import { csiOf, type ExplainedPeriod, explainChange, type Shares } from '../domain/explain-change.js';
import { totalOf, TOTALS_COLUMNS, type TotalsRecord } from '../tables/totals-record.js';
import { checkRange } from './date-range.js';
import { LiveModels, type LiveView } from './live-models.js';

type Request = RequestOf<typeof ExplainChange>;
type Reply = ReplyOf<typeof ExplainChange>;

export class ExplainChangeQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(ExplainChangeQuery)
export class ExplainChangeHandler implements IQueryHandler<ExplainChangeQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: ExplainChangeQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('explain', request, async (view) => {
      const sums = await sumsOfPeriods(view, request);
      const shares = await sharesOfPeriods(view, request);
      const period = (isBefore: boolean): ExplainedPeriod => ({
        totals: totalOf(sums.filter(({ before }) => before === isBefore)),
        topics: sharesIn(shares, 'topic', isBefore),
        agents: sharesIn(shares, 'agent', isBefore),
      });
      const [before, after] = [period(true), period(false)];
      return {
        previous: previousOf(request),
        csi: { before: csiOf(before), after: csiOf(after) },
        scored_days: {
          before: before.totals.counts.scored_days,
          after: after.totals.counts.scored_days,
        },
        change: explainChange(before, after, view.profile.weights, request.limit),
      };
    });
  }
}

const DAY_MS = 86_400_000;

function previousOf({ start_date, end_date }: Request): Reply['previous'] {
  const start = Date.parse(start_date);
  const days = Math.round((Date.parse(end_date) - start) / DAY_MS) + 1;
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { start_date: date(start - days * DAY_MS), end_date: date(start - DAY_MS) };
}

/** Both periods are one stretch of the index. */
const IN_EITHER = `generation = $1 and organization = $2 and date >= $3::date - ($4::date - $3::date + 1)
  and date <= $4 and ($5::text is null or scorer = $5)`;

const parametersOf = ({ scope }: LiveView, { start_date, end_date, scorer }: Request) => [
  scope.generation,
  scope.organization,
  start_date,
  end_date,
  scorer,
];

function sumsOfPeriods(view: LiveView, request: Request) {
  return view.tx.query<TotalsRecord & { before: boolean }>(
    `select date < $3 as before, ${TOTALS_COLUMNS} from daily_metrics
     where ${IN_EITHER} and dimension = 'all' group by 1`,
    parametersOf(view, request),
  );
}

interface ShareRecord {
  dimension: 'topic' | 'agent';
  member: string;
  before: boolean;
  days: string;
  csi: string;
}

function sharesOfPeriods(view: LiveView, request: Request) {
  return view.tx.query<ShareRecord>(
    `select dimension, member, date < $3 as before, sum(shared_days)::text as days, sum(shared_csi_sum)::text as csi
     from daily_metrics where ${IN_EITHER} and dimension in ('topic', 'agent') group by 1, 2, 3`,
    parametersOf(view, request),
  );
}

function sharesIn(records: readonly ShareRecord[], dimension: string, isBefore: boolean) {
  return new Map<string, Shares>(
    records
      .filter((record) => record.dimension === dimension && record.before === isBefore)
      .map(({ member, days, csi }) => [member, { days: decimalToNano(days), csi: decimalToNano(csi) }]),
  );
}
