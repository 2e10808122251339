import type { GetUsage, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Budgets } from '../llm/budgets.js';

type Request = RequestOf<typeof GetUsage>;
type Reply = ReplyOf<typeof GetUsage>;

export class GetUsageQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

const SUMS = `count(*) filter (where c.status = 'answered')::int as calls,
  count(*) filter (where c.status in ('failed', 'lost'))::int as failed_calls,
  coalesce(sum(c.input_tokens), 0)::int as input_tokens, coalesce(sum(c.output_tokens), 0)::int as output_tokens,
  coalesce(sum(c.cost_usd), 0)::float8 as cost_usd`;

const CALLS = `from llm_calls c
  where c.organization = $1
    and ($2::date is null or c.started_at >= $2::date::timestamp at time zone 'UTC')
    and ($3::date is null or c.started_at < ($3::date + 1)::timestamp at time zone 'UTC')
    and ($4::uuid is null or exists (select 1 from jobs j where j.job_id = c.job_id and j.upload_ids @> array[$4::uuid]))`;

/** Uploads of the latest jobs; one that is asked for is always among them. */
const MOST_UPLOADS = 200;

@QueryHandler(GetUsageQuery)
export class GetUsageHandler implements IQueryHandler<GetUsageQuery> {
  constructor(
    private readonly database: Database,
    private readonly budgets: Budgets,
  ) {}

  async execute({ request }: GetUsageQuery): Promise<Reply> {
    const scope = [request.organization, request.start_date, request.end_date, request.upload_id];
    const [total, days, by_date, by_model, by_upload, budget] = await this.database.read(
      request.organization,
      async (tx) =>
        [
          await tx.query<Omit<Reply['total'], 'cached_days' | 'judged_days'>>(
            `select ${SUMS} ${CALLS}`,
            scope,
          ),
          await tx.query<Pick<Reply['total'], 'cached_days' | 'judged_days'>>(JUDGED_DAYS, scope),
          await tx.query<Reply['by_date'][number]>(
            `select (c.started_at at time zone 'UTC')::date::text as date, ${SUMS} ${CALLS} group by 1 order by 1`,
            scope,
          ),
          await tx.query<Reply['by_model'][number]>(
            `select c.lane as model, ${SUMS} ${CALLS} group by 1 order by 1`,
            scope,
          ),
          await tx.query<Reply['by_upload'][number]>(BY_UPLOAD, [...scope, MOST_UPLOADS]),
          await this.budgets.ofMonth(tx, request.organization),
        ] as const,
    );
    const [sums] = total;
    const [judged] = days;
    if (sums === undefined || judged === undefined) throw new Error('sums without a row');
    return { total: { ...sums, ...judged }, by_date, by_model, by_upload, budget };
  }
}

const JOBS = `from jobs j
  where j.organization = $1 and j.completed_at is not null
    and ($2::date is null or j.completed_at >= $2::date::timestamp at time zone 'UTC')
    and ($3::date is null or j.completed_at < ($3::date + 1)::timestamp at time zone 'UTC')
    and ($4::uuid is null or j.upload_ids @> array[$4::uuid])`;

const JUDGED_DAYS = `select coalesce(sum(j.cached), 0)::int as cached_days,
  coalesce(sum(j.scored - j.cached), 0)::int as judged_days ${JOBS}`;

/** A job's cost is shared among its uploads by days; a day of several uploads among those. */
const BY_UPLOAD = `with job as (
    select j.job_id, j.created_at, j.cost_usd / nullif(j.days, 0) as per_day, j.cached::float8 / nullif(j.days, 0) as cached
    ${JOBS} and j.upload_ids <> '{}' order by j.created_at desc limit 5000)
  select upload_id, count(*)::int as days, round(sum(job.cached))::int as cached_days,
    coalesce(sum(job.per_day / cardinality(d.upload_ids)), 0)::float8 as cost_usd
  from job join job_days i using (job_id) join days d using (organization, day_id, version)
    cross join lateral unnest(d.upload_ids) as upload_id
  where $4::uuid is null or upload_id = $4
  group by upload_id order by max(job.created_at) desc, upload_id limit $5`;
