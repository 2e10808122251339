import type { GetMessageSentiments, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LocalScorer } from '../local/local-scorer.js';

type Reply = ReplyOf<typeof GetMessageSentiments>;

export class GetMessageSentimentsQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetMessageSentiments>) {
    super();
  }
}

@QueryHandler(GetMessageSentimentsQuery)
export class GetMessageSentimentsHandler implements IQueryHandler<GetMessageSentimentsQuery> {
  constructor(private readonly scorer: LocalScorer) {}

  async execute({ request }: GetMessageSentimentsQuery): Promise<Reply> {
    return { sentiments: await this.scorer.sentiments(request.texts) };
  }
}
