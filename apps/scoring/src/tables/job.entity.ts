import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Days judged together. Never of two organizations. */
@Entity({ tableName: 'jobs' })
@Index({
  name: 'jobs_open',
  expression: `create index jobs_open on jobs (status, lane, organization, created_at) where status in ('pending', 'in_progress')`,
})
@Index({ name: 'jobs_by_upload', expression: 'create index jobs_by_upload on jobs using gin (upload_ids)' })
@Index({ name: 'jobs_by_age', properties: ['organization', 'createdAt'] })
export class Job {
  @PrimaryKey({ columnType: 'uuid' })
  jobId!: string;

  @Property({ columnType: 'text' })
  organization!: string;

  /** The backfill it belongs to; the nil UUID for days as they come in. */
  @Property({ columnType: 'uuid' })
  runId!: string;

  @Property({ columnType: 'uuid' })
  scorerId!: string;

  /** `provider/model`: which workers may take it. */
  @Property({ columnType: 'text' })
  lane!: string;

  @Property({ columnType: 'text' })
  status!: string;

  @Property({ columnType: 'uuid[]' })
  uploadIds!: string[];

  @Property({ columnType: 'int' })
  days!: number;

  @Property({ columnType: 'int' })
  tokensEstimated!: number;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;

  /** Not to be taken before. */
  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  dueAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  completedAt!: Date | null;

  /** Times it was taken, outages apart. */
  @Property({ columnType: 'int', default: 0 })
  attempts!: number;

  /** Whoever holds this token may end the job; a worker that lost it may not. */
  @Property({ columnType: 'uuid', nullable: true })
  leaseToken!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  leaseUntil!: Date | null;

  @Property({ columnType: 'int', default: 0 })
  scored!: number;

  @Property({ columnType: 'int', default: 0 })
  unscored!: number;

  @Property({ columnType: 'int', default: 0 })
  askedAgain!: number;

  /** Answered from the store. */
  @Property({ columnType: 'int', default: 0 })
  cached!: number;

  @Property({ columnType: 'int', default: 0 })
  calls!: number;

  @Property({ columnType: 'int', default: 0 })
  inputTokens!: number;

  @Property({ columnType: 'int', default: 0 })
  outputTokens!: number;

  @Property({ columnType: 'numeric(14,8)', nullable: true })
  costUsd!: string | null;

  @Property({ columnType: 'double precision', nullable: true })
  durationMs!: number | null;

  /** For people; never message text. */
  @Property({ columnType: 'text', nullable: true })
  error!: string | null;
}

/**
 * A day in a job, or waiting for one (`job_id` null). One row per try: a day that is asked for again gets a new row, so
 * a job keeps what became of each of its days.
 */
@Entity({ tableName: 'job_days' })
@Index({
  name: 'job_days_waiting',
  expression: 'create index job_days_waiting on job_days (organization, run_id, seq) where job_id is null',
})
@Index({ name: 'job_days_by_job', properties: ['jobId'] })
export class JobDay {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  dayId!: string;

  @PrimaryKey({ columnType: 'int' })
  version!: number;

  @PrimaryKey({ columnType: 'uuid' })
  runId!: string;

  @PrimaryKey({ columnType: 'smallint' })
  try!: number;

  /** Order of arrival. */
  @Property({ columnType: 'bigserial', autoincrement: true })
  seq!: string;

  @Property({ columnType: 'uuid', nullable: true })
  jobId!: string | null;

  /** Expected in a prompt. */
  @Property({ columnType: 'int' })
  tokens!: number;

  /** Tries before this one that counted. */
  @Property({ columnType: 'smallint', default: 0 })
  attempts!: number;

  @Property({ columnType: 'smallint', nullable: true })
  maxDays!: number | null;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  dueAt!: Date;

  /** An instruction to the judge is suspected in it. */
  @Property({ columnType: 'boolean', default: false })
  suspected!: boolean;

  /** `scored`, `unscored` or `again`. */
  @Property({ columnType: 'text', nullable: true })
  result!: string | null;

  /** Which of the stored scores of its transcript it got. */
  @Property({ columnType: 'int', nullable: true })
  generation!: number | null;

  @Property({ columnType: 'text', nullable: true })
  reason!: string | null;

  @Property({ columnType: 'text', nullable: true })
  detail!: string | null;
}
