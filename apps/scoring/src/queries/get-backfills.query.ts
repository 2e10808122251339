import type { GetBackfills, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readBackfills } from '../backfills/backfill-rows.js';

type Reply = ReplyOf<typeof GetBackfills>;

export class GetBackfillsQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetBackfills>) {
    super();
  }
}

@QueryHandler(GetBackfillsQuery)
export class GetBackfillsHandler implements IQueryHandler<GetBackfillsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request: { organization, limit } }: GetBackfillsQuery): Promise<Reply> {
    return this.database.read(organization, async (tx) => ({
      backfills: await readBackfills(tx, organization, { limit }),
    }));
  }
}
