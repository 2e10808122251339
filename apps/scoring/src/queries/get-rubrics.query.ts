import { type GetRubrics, type ReplyOf, type RequestOf, RubricDocument } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BUILT_IN_RUBRIC } from '../domain/llm/built-in-rubric.js';

type Reply = ReplyOf<typeof GetRubrics>;

export class GetRubricsQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetRubrics>) {
    super();
  }
}

@QueryHandler(GetRubricsQuery)
export class GetRubricsHandler implements IQueryHandler<GetRubricsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request: { organization } }: GetRubricsQuery): Promise<Reply> {
    const [rows, topic_proposals] = await this.database.read(
      organization,
      async (tx) =>
        [
          await tx.query<{ document: string; published_at: string }>(
            `select document::text as document,
         to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as published_at
       from rubrics where organization = $1 order by rubrics.published_at desc, name desc limit 20`,
            [organization],
          ),
          await tx.query<Reply['topic_proposals'][number]>(
            'select slug, label, days from topic_proposals where organization = $1 order by days desc, slug limit 50',
            [organization],
          ),
        ] as const,
    );
    const published = rows.map((row, index) => ({
      document: RubricDocument.parse(JSON.parse(row.document)),
      published_at: row.published_at,
      active: index === 0,
    }));
    const builtIn = { document: BUILT_IN_RUBRIC, published_at: null, active: published.length === 0 };
    return { rubrics: [...published, builtIn], topic_proposals };
  }
}
