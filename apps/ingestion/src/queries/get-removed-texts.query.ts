import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetRemovedTexts, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { isoOf, msOf } from '../tables/epoch-ms.js';

type Reply = ReplyOf<typeof GetRemovedTexts>;

export class GetRemovedTextsQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetRemovedTexts>) {
    super();
  }
}

@QueryHandler(GetRemovedTextsQuery)
export class GetRemovedTextsHandler implements IQueryHandler<GetRemovedTextsQuery> {
  constructor(private readonly database: Database) {}

  /** Where nothing was ever removed, no message is looked at. */
  async execute({ request }: GetRemovedTextsQuery): Promise<Reply> {
    const rows = await this.database.read(request.organization, (tx) =>
      tx.query<{ conversation_id: string; until: number }>(
        `select conversation_id, ${msOf('max(at)')} as until from messages
       where organization = $1 and conversation_id = any($2::uuid[]) and text is null
         and at < (select max(kept_from) from removed_texts)
       group by conversation_id`,
        [request.organization, request.conversation_ids],
      ),
    );
    return {
      conversations: rows.map(({ conversation_id, until }) => ({
        conversation_id,
        removed_until: isoOf(until),
      })),
    };
  }
}
