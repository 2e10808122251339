import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ListReplays, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { readReplays } from '../tables/replay-rows.js';

type Reply = ReplyOf<typeof ListReplays>;

export class ListReplaysQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof ListReplays>) {
    super();
  }
}

@QueryHandler(ListReplaysQuery)
export class ListReplaysHandler implements IQueryHandler<ListReplaysQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request: { organization, replay_id, limit } }: ListReplaysQuery): Promise<Reply> {
    return this.database.read(organization, async (tx) => ({
      replays: await readReplays(tx, organization, { replayId: replay_id, limit }),
    }));
  }
}
