import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetMetrics, PeriodMetrics, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { periodsOf } from '../domain/topic-days.js';
import { SCORED_DAY, scoredBy } from '../domain/day-gaps.js';
import {
  deltasOf,
  microMetricMeans,
  periodValues,
  sampleSizes,
  sentimentDistribution,
} from '../domain/period-metrics.js';
import { conversationsIn } from './conversations-in.js';
import { deltaMargins } from './delta-margins.js';
import { checkRange } from './date-range.js';
import { LiveModels, type LiveView } from './live-models.js';
import { scorersIn, totalOf, TOTALS_COLUMNS, type TotalsRecord } from '../tables/totals-record.js';

type Request = RequestOf<typeof GetMetrics>;
type Reply = ReplyOf<typeof GetMetrics>;

export class GetMetricsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

type PeriodRecord = TotalsRecord & { before: boolean; scorer: string; updated_at: number };

@QueryHandler(GetMetricsQuery)
export class GetMetricsHandler implements IQueryHandler<GetMetricsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetMetricsQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('metrics', request, async (view) => {
      const records = await sumsOfPeriods(view, request);
      const now = records.filter((record) => !record.before);
      const totals = totalOf(now);
      const values = periodValues(totals);
      const series = request.scorer === null ? SCORED_DAY : scoredBy(request.scorer);
      const { scored_days, unscored_days, outbound_days } = totals.counts;
      const metrics: PeriodMetrics = {
        ...values,
        sample_count: await conversationsIn(view, series, request),
        scored_days,
        unscored_days,
        outbound_days,
        sentiment_distribution: sentimentDistribution(totals),
        topic_frequency: await topicFrequency(view, request),
        scorers: scorersIn(now),
        sample_sizes: sampleSizes(totals),
      };
      const hasBefore = request.start_date !== null && request.end_date !== null;
      const before = totalOf(records.filter((record) => record.before));
      const updatedAt = Math.max(...now.map((record) => record.updated_at));
      return {
        metrics,
        micro_metrics: microMetricMeans(totals),
        deltas: hasBefore ? deltasOf(values, periodValues(before)) : null,
        delta_margins: hasBefore ? await deltaMargins(view, request) : null,
        previous_sample_sizes: hasBefore ? sampleSizes(before) : null,
        pillar_weights: view.profile.weights,
        weight_profile: { name: view.profile.name, version: view.profile.version },
        time_zone: view.timeZone,
        updated_at: now.length === 0 ? null : new Date(updatedAt).toISOString(),
      };
    });
  }
}

/** Of the period and of the one of equal length just before, per scorer. */
async function sumsOfPeriods({ tx, scope }: LiveView, { start_date, end_date, scorer }: Request) {
  return tx.query<PeriodRecord>(
    `select coalesce(date < $3, false) as before, scorer,
       (extract(epoch from max(updated_at)) * 1000)::float8 as updated_at, ${TOTALS_COLUMNS}
     from daily_metrics
     where generation = $1 and organization = $2 and dimension = 'all'
       and date >= coalesce($3::date - ($4::date - $3::date + 1), $3, '-infinity')
       and date <= coalesce($4, 'infinity') and ($5::text is null or scorer = $5)
     group by 1, 2`,
    [scope.generation, scope.organization, start_date, end_date, scorer],
  );
}

async function topicFrequency({ tx, scope }: LiveView, request: Request) {
  const ranges = periodsOf(request.start_date, request.end_date);
  return tx.query<{ topic: string; frequency: number }>(
    // Range by range, each a stretch of the index: joined, the planner reads the whole table for three of them.
    `select t.topic, sum(t.days)::int as frequency
     from unnest($3::text[], $4::date[], $5::date[]) as r(period, first, last), lateral (
       select topic, sum(days) as days from topic_days
       where generation = $1 and organization = $2 and period = r.period and date between r.first and r.last
         and ($6::text is null or scorer = $6) group by topic) as t
     group by t.topic order by frequency desc, t.topic limit $7`,
    [
      scope.generation,
      scope.organization,
      ranges.map(({ period }) => period),
      ranges.map(({ from }) => from),
      ranges.map(({ to }) => to),
      request.scorer,
      request.topics,
    ],
  );
}
