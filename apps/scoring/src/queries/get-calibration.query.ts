import {
  type GetCalibration,
  type RatedMetric,
  type ReplyOf,
  type RequestOf,
  type ScorerCalibration,
  type ScorerId,
  scorerKey,
} from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Calibrator } from '../calibration/calibrator.js';
import type { RatedDay } from '../domain/calibration/calibrate.js';
import { claimOfScorer } from '../domain/calibration/claim.js';

type Request = RequestOf<typeof GetCalibration>;
type Reply = ReplyOf<typeof GetCalibration>;

export class GetCalibrationQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

interface Row extends ScorerId {
  metric: RatedMetric;
  score: number;
  ratings: RatedDay['ratings'];
}

@QueryHandler(GetCalibrationQuery)
export class GetCalibrationHandler implements IQueryHandler<GetCalibrationQuery> {
  constructor(
    private readonly database: Database,
    private readonly calibrator: Calibrator,
  ) {}

  async execute({ request }: GetCalibrationQuery): Promise<Reply> {
    const byScorer = Map.groupBy(await this.ratedDays(request), scorerKey);
    const scorers = [...byScorer]
      .filter(([key]) => request.scorer === null || request.scorer === key)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return { scorers: await Promise.all(scorers.map(([, rows]) => this.calibrated(rows))) };
  }

  private async calibrated(rows: readonly Row[]): Promise<ScorerCalibration> {
    const [first] = rows;
    if (first === undefined) throw new Error('a scorer without a rated day');
    const { provider, model, rubric } = first;
    const byMetric = Map.groupBy(rows, ({ metric }) => metric);
    const metrics = await Promise.all(
      [...byMetric].map(([metric, days]) =>
        this.calibrator.calibrate(
          metric,
          days.map(({ score, ratings }) => ({ score, ratings })),
        ),
      ),
    );
    return { scorer: { provider, model, rubric }, ...claimOfScorer(metrics), metrics };
  }

  /** Each day that people have rated, with what every scorer says of the text that they read. */
  private ratedDays({ organization, metrics }: Request): Promise<Row[]> {
    return this.database.read(organization, (tx) =>
      tx.query<Row>(
        `with rated as (
         select day_id, transcript_hash, metric,
           json_agg(json_build_object('rater', rater, 'value', value) order by rater) as ratings
         from labels where organization = $1 and ($2::text[] is null or metric = any($2))
         group by 1, 2, 3),
       judged as (
         select distinct on (t.transcript_hash, w.provider, w.model, w.rubric)
           t.transcript_hash, w.provider, w.model, w.rubric, s.judgement
         from (select distinct transcript_hash from rated) t
         join scores s on s.organization = $1 and s.transcript_hash = t.transcript_hash
         join scorers w on w.scorer_id = s.scorer_id
         order by t.transcript_hash, w.provider, w.model, w.rubric, s.created_at desc, s.generation desc)
       select j.provider, j.model, j.rubric, r.metric, r.ratings,
         (j.judgement->'metrics'->>r.metric)::float8 as score
       from rated r join judged j on j.transcript_hash = r.transcript_hash
       where j.judgement->'metrics'->>r.metric is not null
       order by r.metric, r.day_id, r.transcript_hash`,
        [organization, metrics],
      ),
    );
  }
}
