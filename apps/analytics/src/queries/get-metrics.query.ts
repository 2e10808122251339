import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetMetrics, PeriodMetrics, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { dateNumber, newestOf, scorersIn, totalOf } from '../domain/date-totals.js';
import { SCORED_DAY, scoredBy } from '../domain/day-gaps.js';
import { deltaMargins } from '../domain/delta-margins.js';
import {
  deltasOf,
  microMetricMeans,
  periodValues,
  sampleSizes,
  sentimentDistribution,
} from '../domain/period-metrics.js';
import { conversationsIn } from './conversations-in.js';
import { checkRange } from './date-range.js';
import { LiveModels, type LiveView } from './live-models.js';

type Request = RequestOf<typeof GetMetrics>;
type Reply = ReplyOf<typeof GetMetrics>;

export class GetMetricsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(GetMetricsQuery)
export class GetMetricsHandler implements IQueryHandler<GetMetricsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: GetMetricsQuery): Promise<Reply> {
    checkRange(request);
    return this.models.answer('metrics', request, async (view) => {
      const { now, before } = await this.periods(view, request);
      const totals = totalOf(now);
      const values = periodValues(totals);
      const series = request.scorer === null ? SCORED_DAY : scoredBy(request.scorer);
      const { scored_days, unscored_days, outbound_days } = totals.counts;
      const topics = await this.models.dates.topics(view, request, request.scorer, request.topics);
      const metrics: PeriodMetrics = {
        ...values,
        sample_count: await conversationsIn(view, series, request, view.tx.last),
        scored_days,
        unscored_days,
        outbound_days,
        sentiment_distribution: sentimentDistribution(totals),
        topic_frequency: topics,
        scorers: scorersIn(now),
        sample_sizes: sampleSizes(totals),
      };
      const totalsBefore = before && totalOf(before);
      return {
        metrics,
        micro_metrics: microMetricMeans(totals),
        deltas: totalsBefore && deltasOf(values, periodValues(totalsBefore)),
        delta_margins: before && deltaMargins(now, before),
        previous_sample_sizes: totalsBefore && sampleSizes(totalsBefore),
        pillar_weights: view.profile.weights,
        weight_profile: { name: view.profile.name, version: view.profile.version },
        time_zone: view.timeZone,
        updated_at: now.length === 0 ? null : new Date(newestOf(now)).toISOString(),
      };
    });
  }

  /** The period and, where both its ends are given, the one of equal length just before. */
  private async periods(view: LiveView, { start_date, end_date, scorer }: Request) {
    const first = start_date === null ? -Infinity : dateNumber(start_date);
    const last = end_date === null ? Infinity : dateNumber(end_date);
    const { dates } = this.models;
    const length = last - first + 1;
    if (length === Infinity) return { now: await dates.totals(view, { first, last }, scorer), before: null };
    const both = await dates.totals(view, { first: first - length, last }, scorer);
    return { now: both.filter(({ date }) => date >= first), before: both.filter(({ date }) => date < first) };
  }
}
