import type { PlanBackfill, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sizeOf } from '../backfills/backfill-days.js';
import { plannedWork } from '../domain/backfill-plan.js';
import { ScorerCatalog } from '../jobs/scorer-catalog.js';

type Request = RequestOf<typeof PlanBackfill>;
type Reply = ReplyOf<typeof PlanBackfill>;

export class PlanBackfillQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(PlanBackfillQuery)
export class PlanBackfillHandler implements IQueryHandler<PlanBackfillQuery> {
  constructor(
    private readonly database: Database,
    private readonly catalog: ScorerCatalog,
  ) {}

  async execute({ request }: PlanBackfillQuery): Promise<Reply> {
    const { organization, start_date, end_date, upload_id = null, max_days } = request;
    const entry = await this.catalog.active(organization);
    const dates = { startDate: start_date, endDate: end_date };
    const range = { organization, scorerId: entry.scorerId, ...dates, uploadId: upload_id };
    const { days, known, toJudge, tokens } = await sizeOf(this.database, range, max_days);
    const { calls, inputTokens, outputTokens } = plannedWork(toJudge, tokens, entry.bounds);
    return {
      scorer: entry.scorer.id,
      days,
      known_days: known,
      days_to_judge: toJudge,
      calls,
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      cost_usd: entry.cost(inputTokens, outputTokens),
    };
  }
}
