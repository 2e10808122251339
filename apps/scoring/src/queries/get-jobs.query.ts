import type { GetJobs, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database, InvalidInput } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { JOB_COLUMNS, jobOf, type JobRow } from './job-row.js';

type Reply = ReplyOf<typeof GetJobs>;

export class GetJobsQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetJobs>) {
    super();
  }
}

const FILTER = `j.organization = $1 and ($2::uuid is null or j.upload_ids @> array[$2::uuid])
  and ($3::text is null or j.status = $3)`;

@QueryHandler(GetJobsQuery)
export class GetJobsHandler implements IQueryHandler<GetJobsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetJobsQuery): Promise<Reply> {
    const { organization, upload_id, status, limit } = request;
    const after = request.cursor === null ? null : readCursor(request.cursor);
    const [rows, [count]] = await this.database.read(
      organization,
      async (tx) =>
        [
          await tx.query<JobRow & { position: string }>(
            `select ${JOB_COLUMNS}, j.created_at::text as position from jobs j join scorers who using (scorer_id)
       where ${FILTER} and ($4::timestamptz is null or (j.created_at, j.job_id) < ($4, $5::uuid))
       order by j.created_at desc, j.job_id desc limit $6`,
            [organization, upload_id, status, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
          ),
          await tx.query<{ total: number }>(`select count(*)::int as total from jobs j where ${FILTER}`, [
            organization,
            upload_id,
            status,
          ]),
        ] as const,
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      jobs: page.map(({ position: _, ...row }) => jobOf(row)),
      total: count?.total ?? 0,
      next_cursor: last === undefined ? null : cursorOf(last.position, last.job_id),
    };
  }
}

const cursorOf = (...position: [string, string]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

function readCursor(cursor: string): [string, string] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(position) && position.length === 2) {
      const [at, id] = position as unknown[];
      if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string' && UUID.test(id))
        return [at, id];
    }
  } catch (error) {
    throw new InvalidInput('the cursor is not one of ours', undefined, { cause: error });
  }
  throw new InvalidInput('the cursor is not one of ours');
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
