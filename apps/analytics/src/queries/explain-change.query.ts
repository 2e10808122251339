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
    checkRange(request.previous);
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
        previous: request.previous,
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

/** They may overlap: the same dates of the year before, of more than a year. */
const PERIODS = `(values (true, $3::date, $4::date), (false, $5::date, $6::date)) period (before, first, last)
  join daily_metrics on generation = $1 and organization = $2 and date between first and last
    and ($7::text is null or scorer = $7)`;

const parametersOf = ({ scope }: LiveView, { previous, start_date, end_date, scorer }: Request) => [
  scope.generation,
  scope.organization,
  previous.start_date,
  previous.end_date,
  start_date,
  end_date,
  scorer,
];

function sumsOfPeriods(view: LiveView, request: Request) {
  return view.tx.query<TotalsRecord & { before: boolean }>(
    `select before, ${TOTALS_COLUMNS} from ${PERIODS} where dimension = 'all' group by 1`,
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
    `select dimension, member, before, sum(shared_days)::text as days, sum(shared_csi_sum)::text as csi
     from ${PERIODS} where dimension in ('topic', 'agent') group by 1, 2, 3`,
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
