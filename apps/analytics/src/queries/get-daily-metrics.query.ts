import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DailyMetricsRow, GetDailyMetrics, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { periodValues, sampleSizes, sentimentDistribution } from '../domain/period-metrics.js';
import { checkRange } from './date-range.js';
import { LiveModels, type LiveView } from './live-models.js';
import { withinReply } from './reply-size.js';
import { scorersIn, totalOf, TOTALS_COLUMNS, type TotalsRecord } from '../tables/totals-record.js';

type Request = RequestOf<typeof GetDailyMetrics>;
type Reply = ReplyOf<typeof GetDailyMetrics>;

export class GetDailyMetricsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const MAX_DATES = 400;

type DateRecord = TotalsRecord & { date: string; scorer: string };
type Topics = DailyMetricsRow['topic_frequency'];

@QueryHandler(GetDailyMetricsQuery)
export class GetDailyMetricsHandler implements IQueryHandler<GetDailyMetricsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetDailyMetricsQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('daily', request, async (view) => {
      // One more than fits tells where to go on.
      const dates = await datesOf(view, request);
      const shown = dates.slice(0, MAX_DATES);
      const sums = await sumsByDate(view, request, shown);
      const topics = await topicsByDate(view, request, shown);
      const rows = shown.map((date) => rowOf(date, sums.get(date) ?? [], topics.get(date) ?? []));
      const days = withinReply(rows);
      return { days, next_date: dates[days.length] ?? null };
    });
  }
}

function rowOf(date: string, records: readonly DateRecord[], topics: Topics): DailyMetricsRow {
  const totals = totalOf(records);
  const { scored_days, unscored_days, outbound_days, messages } = totals.counts;
  return {
    date,
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
async function datesOf({ tx, scope }: LiveView, { start_date, end_date }: Request): Promise<string[]> {
  const rows = await tx.query<{ date: string }>(
    `with known as (
       select min(date) as first, max(date) as last from daily_metrics
       where generation = $1 and organization = $2 and dimension = 'all'),
     range as (select coalesce($3::date, first) as first, coalesce($4::date, last) as last from known)
     select (first + i) as date from range, generate_series(0, least(last - first, ${MAX_DATES})) as i
     where first is not null and last is not null order by i`,
    [scope.generation, scope.organization, start_date, end_date],
  );
  return rows.map(({ date }) => date);
}

async function sumsByDate({ tx, scope }: LiveView, { scorer }: Request, dates: readonly string[]) {
  const rows = await tx.query<DateRecord>(
    `select date, scorer, ${TOTALS_COLUMNS} from daily_metrics
     where generation = $1 and organization = $2 and dimension = 'all' and date between $3 and $4
       and ($5::text is null or scorer = $5)
     group by date, scorer`,
    [scope.generation, scope.organization, dates[0], dates.at(-1), scorer],
  );
  return groupedByDate(rows);
}

async function topicsByDate(
  { tx, scope }: LiveView,
  { scorer, topics }: Request,
  dates: readonly string[],
): Promise<Map<string, Topics>> {
  if (topics === 0) return new Map();
  const rows = await tx.query<{ date: string; topics: Topics }>(
    `select d.date, t.topics from unnest($3::date[]) as d(date), lateral (
       select json_agg(json_build_object('topic', topic, 'frequency', frequency)) as topics from (
         select topic, sum(days)::int as frequency from topic_days
         where generation = $1 and organization = $2 and period = 'day' and date = d.date
           and ($4::text is null or scorer = $4)
         group by topic order by frequency desc, topic limit $5) as most) as t
     where t.topics is not null`,
    [scope.generation, scope.organization, dates, scorer, topics],
  );
  return new Map(rows.map((row) => [row.date, row.topics]));
}

function groupedByDate<R extends { date: string }>(rows: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.date);
    if (group === undefined) groups.set(row.date, [row]);
    else group.push(row);
  }
  return groups;
}
