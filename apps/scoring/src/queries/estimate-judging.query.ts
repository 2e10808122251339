import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EstimateJudging, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { plannedWork } from '../domain/backfill-plan.js';
import { promptTokensOf } from '../domain/prompt-tokens.js';
import { ScorerCatalog } from '../jobs/scorer-catalog.js';

type Request = RequestOf<typeof EstimateJudging>;
type Reply = ReplyOf<typeof EstimateJudging>;

export class EstimateJudgingQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(EstimateJudgingQuery)
export class EstimateJudgingHandler implements IQueryHandler<EstimateJudgingQuery> {
  constructor(private readonly catalog: ScorerCatalog) {}

  async execute({ request }: EstimateJudgingQuery): Promise<Reply> {
    const { scorer, external, bounds, cost } = await this.catalog.active(request.organization);
    const work = plannedWork(request.days, promptTokensOf(request), bounds);
    return {
      scorer: scorer.id,
      at_once: !external,
      calls: work.calls,
      input_tokens: work.inputTokens,
      output_tokens: work.outputTokens,
      cost_usd: cost(work.inputTokens, work.outputTokens),
    };
  }
}
