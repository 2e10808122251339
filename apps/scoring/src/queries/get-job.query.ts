import type { GetJob, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { JOB_COLUMNS, jobOf, type JobRow } from './job-row.js';

type Reply = ReplyOf<typeof GetJob>;

export class GetJobQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetJob>) {
    super();
  }
}

@QueryHandler(GetJobQuery)
export class GetJobHandler implements IQueryHandler<GetJobQuery> {
  constructor(private readonly database: Database) {}

  execute({ request: { organization, job_id } }: GetJobQuery): Promise<Reply> {
    return this.database.read(organization, async (tx) => {
      const [job] = await tx.query<JobRow>(
        `select ${JOB_COLUMNS} from jobs j join scorers who using (scorer_id)
       where j.organization = $1 and j.job_id = $2`,
        [organization, job_id],
      );
      if (job === undefined) return { job: null, days: [] };
      const days = await tx.query<Reply['days'][number]>(
        `select i.day_id, i.version, d.conversation_id, d.date::text as date,
         case i.result when 'again' then 'asked_again' else coalesce(i.result, 'waiting') end as result,
         i.reason, i.detail, i.attempts, i.suspected
       from job_days i join days d using (organization, day_id, version)
       where i.job_id = $1 order by i.seq`,
        [job_id],
      );
      return { job: jobOf(job), days };
    });
  }
}
