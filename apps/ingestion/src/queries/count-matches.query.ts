import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type CountMatches,
  EXAMPLE_CHARACTERS,
  EXAMPLES_PER_PATTERN,
  type ReplyOf,
  type RequestOf,
} from '@powerpulse/contracts';
import { Database, type Tx } from '@powerpulse/runtime';

type Request = RequestOf<typeof CountMatches>;
type Reply = ReplyOf<typeof CountMatches>;

export class CountMatchesQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

type Pattern = Reply['patterns'][number];
/** `sent_at` in milliseconds. */
type ExampleRow = Omit<Pattern['examples'][number], 'sent_at'> & { place: number; sent_at: number };

const IN_CONVERSATIONS = 'organization = $1 and conversation_id = any($2::uuid[])';

@QueryHandler(CountMatchesQuery)
export class CountMatchesHandler implements IQueryHandler<CountMatchesQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: CountMatchesQuery): Promise<Reply> {
    const parameters = [request.organization, request.conversation_ids, request.patterns];
    const [[totals], patterns, examples] = await this.database.read(
      request.organization,
      async (tx) =>
        [
          await tx.query<{ messages: number; matched: number }>(
            `select count(*)::int as messages, (count(*) filter (where exists (
           select from unnest($3::text[]) as p(pattern) where position(pattern in text) > 0)))::int as matched
         from messages where ${IN_CONVERSATIONS}`,
            parameters,
          ),
          await tx.query<Omit<Pattern, 'examples'>>(
            `select count(conversation_id)::int as messages, count(distinct conversation_id)::int as conversations
         from unnest($3::text[]) with ordinality as p(pattern, place)
         left join (select conversation_id, text from messages where ${IN_CONVERSATIONS}) as m
           on position(pattern in m.text) > 0
         group by place order by place`,
            parameters,
          ),
          await examplesOf(tx, parameters),
        ] as const,
    );
    return {
      messages: totals?.messages ?? 0,
      matched: totals?.matched ?? 0,
      patterns: patterns.map((pattern, i) => ({
        ...pattern,
        examples: examples
          .filter(({ place }) => place === i + 1)
          .map(({ chat_id, sent_at, text }) => ({ chat_id, sent_at: new Date(sent_at).toISOString(), text })),
      })),
    };
  }
}

function examplesOf(tx: Tx, parameters: unknown[]): Promise<ExampleRow[]> {
  return tx.query<ExampleRow>(
    `select place::int as place, chat_id, (extract(epoch from at) * 1000)::float8 as sent_at,
              left(text, ${EXAMPLE_CHARACTERS}) as text
       from unnest($3::text[]) with ordinality as p(pattern, place)
       cross join lateral (
         select conversation_id, at, message_id, text from messages
         where ${IN_CONVERSATIONS} and position(pattern in text) > 0
         order by at desc, message_id limit ${EXAMPLES_PER_PATTERN}) as m
       join conversations on organization = $1 and conversations.conversation_id = m.conversation_id
       order by place, at desc, message_id`,
    parameters,
  );
}
