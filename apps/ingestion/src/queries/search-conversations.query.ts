import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ReplyOf, RequestOf, SearchConversations } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';

type Request = RequestOf<typeof SearchConversations>;
type Reply = ReplyOf<typeof SearchConversations>;

export class SearchConversationsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

/** Shorter ones have no three characters to look up: every row would have to be read. */
const SHORTEST_PART_OF_A_NAME = 3;

@QueryHandler(SearchConversationsQuery)
export class SearchConversationsHandler implements IQueryHandler<SearchConversationsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request: { organization, text, names, limit } }: SearchConversationsQuery): Promise<Reply> {
    const part = [...text].length < SHORTEST_PART_OF_A_NAME ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.database.transaction(async (tx) => {
      // Enough to keep the places of a common word row by row: otherwise whole pages are read and split into words again.
      await tx.query(`set local work_mem = '64MB'; set local jit = off`);
      return tx.query<{ id: string }>(SEARCH, [organization, text, part, limit + 1, names]);
    });
    return {
      conversation_ids: rows.slice(0, limit).map(({ id }) => id),
      cut: rows.length > limit,
    };
  }
}

/** Words by full text, names and chat ids by any part of them. */
const SEARCH = `
  with found as (
    select conversation_id from messages
    where organization = $1 and to_tsvector('simple', text) @@ websearch_to_tsquery('simple', $2)
    union
    select conversation_id from conversations
    where organization = $1 and (chat_id || ' ' || coalesce(customer_name, '')) ilike $3 and ($5 or chat_id ilike $3))
  select c.conversation_id as id from found
  join conversations c on c.organization = $1 and c.conversation_id = found.conversation_id
  order by c.last_at desc, c.conversation_id limit $4`;
