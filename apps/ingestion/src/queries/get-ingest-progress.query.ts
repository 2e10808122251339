import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetIngestProgress, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { isoOf, msOf } from '../tables/epoch-ms.js';

type Reply = ReplyOf<typeof GetIngestProgress>;
type Progress = Reply['uploads'][number];

export class GetIngestProgressQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetIngestProgress>) {
    super();
  }
}

type Row = Omit<Progress, 'messages' | 'started_at' | 'finished_at'> &
  Omit<Progress['messages'], 'total'> & { started_at: number | null; finished_at: number | null };

@QueryHandler(GetIngestProgressQuery)
export class GetIngestProgressHandler implements IQueryHandler<GetIngestProgressQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetIngestProgressQuery): Promise<Reply> {
    const rows = await this.database.read(request.organization, (tx) =>
      tx.query<Row>(
        `select upload_id, state, bytes_read::float8 as bytes_read, kept, filtered, rejected, duplicate, conversations,
         conversations_changed, conversations_skipped, failure, ${msOf('started_at')} as started_at,
         ${msOf('finished_at')} as finished_at
       from uploads where organization = $1 and upload_id = any($2::uuid[])`,
        [request.organization, request.upload_ids],
      ),
    );
    return { uploads: rows.map(progressOf) };
  }
}

function progressOf({
  kept,
  filtered,
  rejected,
  duplicate,
  started_at,
  finished_at,
  ...rest
}: Row): Progress {
  return {
    ...rest,
    messages: { total: kept + filtered + rejected + duplicate, kept, filtered, rejected, duplicate },
    started_at: started_at === null ? null : isoOf(Math.floor(started_at)),
    finished_at: finished_at === null ? null : isoOf(Math.floor(finished_at)),
  };
}
