import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetProjectionProgress, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { isComplete, type UploadCounts } from '../domain/upload-progress.js';

type Request = RequestOf<typeof GetProjectionProgress>;
type Reply = ReplyOf<typeof GetProjectionProgress>;

export class GetProjectionProgressQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

type Record = UploadCounts & { uploadId: string; updatedAt: number };

@QueryHandler(GetProjectionProgressQuery)
export class GetProjectionProgressHandler implements IQueryHandler<GetProjectionProgressQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetProjectionProgressQuery): Promise<Reply> {
    const rows = await this.database.read(request.organization, (tx) =>
      tx.query<Record>(
        `select upload_id as "uploadId", conversations_changed as "conversationsChanged",
         conversations_split as "conversationsSplit", days_announced as "daysAnnounced",
         days_to_score as "daysToScore", days_created as "daysCreated", days_scored as "daysScored",
         days_unscored as "daysUnscored", scoring_calls as "scoringCalls",
         (extract(epoch from updated_at) * 1000)::float8 as "updatedAt"
       from upload_progress where organization = $1 and upload_id = any($2::uuid[]) order by upload_id`,
        [request.organization, request.upload_ids],
      ),
    );
    return {
      uploads: rows.map((row) => ({
        upload_id: row.uploadId,
        conversations_changed: row.conversationsChanged,
        conversations_split: row.conversationsSplit,
        days_announced: row.daysAnnounced,
        days_to_score: row.daysToScore,
        days_created: row.daysCreated,
        days_scored: row.daysScored,
        days_unscored: row.daysUnscored,
        scoring_calls: row.scoringCalls,
        complete: isComplete(row),
        updated_at: new Date(row.updatedAt).toISOString(),
      })),
    };
  }
}
