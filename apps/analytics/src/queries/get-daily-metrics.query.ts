import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DailyMetricsRow, GetDailyMetrics, ReplyOf, RequestOf } from '@powerpulse/contracts';
import type { Dates } from '../dates/known-dates.js';
import { dateNumber, dateOf, type DateTotals, scorersIn, totalOf } from '../domain/date-totals.js';
import { periodValues, sampleSizes, sentimentDistribution } from '../domain/period-metrics.js';
import { checkRange } from './date-range.js';
import { LiveModels } from './live-models.js';
import { withinReply } from './reply-size.js';

type Request = RequestOf<typeof GetDailyMetrics>;
type Reply = ReplyOf<typeof GetDailyMetrics>;

export class GetDailyMetricsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const MAX_DATES = 400;

type Topics = DailyMetricsRow['topic_frequency'];

@QueryHandler(GetDailyMetricsQuery)
export class GetDailyMetricsHandler implements IQueryHandler<GetDailyMetricsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetDailyMetricsQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('daily', request, async (view) => {
      const { dates } = this.models;
      const range = rangeOf(request, await dates.bounds(view));
      if (range === null) return { days: [], next_date: null };
      const shown = { first: range.first, last: Math.min(range.last, range.first + MAX_DATES - 1) };
      const totals = Map.groupBy(await dates.totals(view, shown, request.scorer), ({ date }) => date);
      const topics = await dates.topicsByDate(view, shown, request.scorer, request.topics);
      const rows: DailyMetricsRow[] = [];
      for (let date = shown.first; date <= shown.last; date++)
        rows.push(rowOf(date, totals.get(date) ?? [], topics.get(date) ?? []));
      const days = withinReply(rows);
      const next = range.first + days.length;
      return { days, next_date: next > range.last ? null : dateOf(next) };
    });
  }
}

function rowOf(date: number, records: readonly DateTotals[], topics: Topics): DailyMetricsRow {
  const totals = totalOf(records);
  const { scored_days, unscored_days, outbound_days, messages } = totals.counts;
  return {
    date: dateOf(date),
    ...periodValues(totals),
    // A conversation has one day a date.
    sample_count: scored_days,
    scored_days,
    unscored_days,
    outbound_days,
    sentiment_distribution: sentimentDistribution(totals),
    topic_frequency: topics,
    scorers: scorersIn(records),
    sample_sizes: sampleSizes(totals),
    conversations: scored_days + unscored_days + outbound_days,
    messages,
  };
}

/** From the first to the last date asked for, or that there is anything of. */
function rangeOf({ start_date, end_date }: Request, known: Dates | null): Dates | null {
  const first = start_date === null ? known?.first : dateNumber(start_date);
  const last = end_date === null ? known?.last : dateNumber(end_date);
  return first === undefined || last === undefined || last < first ? null : { first, last };
}
