import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CountMatches, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';

type Request = RequestOf<typeof CountMatches>;
type Reply = ReplyOf<typeof CountMatches>;

export class CountMatchesQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const IN_CONVERSATIONS = 'organization = $1 and conversation_id = any($2::uuid[])';

@QueryHandler(CountMatchesQuery)
export class CountMatchesHandler implements IQueryHandler<CountMatchesQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: CountMatchesQuery): Promise<Reply> {
    const parameters = [request.organization, request.conversation_ids, request.patterns];
    const [[totals], patterns] = await Promise.all([
      this.database.query<{ messages: number; matched: number }>(
        `select count(*)::int as messages, (count(*) filter (where exists (
           select from unnest($3::text[]) as p(pattern) where position(pattern in text) > 0)))::int as matched
         from messages where ${IN_CONVERSATIONS}`,
        parameters,
      ),
      this.database.query<Reply['patterns'][number]>(
        `select count(conversation_id)::int as messages, count(distinct conversation_id)::int as conversations
         from unnest($3::text[]) with ordinality as p(pattern, place)
         left join (select conversation_id, text from messages where ${IN_CONVERSATIONS}) as m
           on position(pattern in m.text) > 0
         group by place order by place`,
        parameters,
      ),
    ]);
    return { messages: totals?.messages ?? 0, matched: totals?.matched ?? 0, patterns };
  }
}
