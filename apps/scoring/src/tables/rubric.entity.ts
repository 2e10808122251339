import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What an organization published; the newest one is active. Never changed. */
@Entity({ tableName: 'rubrics' })
export class Rubric {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'text' })
  name!: string;

  @Property({ columnType: 'jsonb' })
  document!: object;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  publishedAt!: Date;
}

/** Topics that a model missed in the rubric's list. */
@Entity({ tableName: 'topic_proposals' })
export class TopicProposal {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'text' })
  slug!: string;

  @Property({ columnType: 'text' })
  label!: string;

  @Property({ columnType: 'int' })
  days!: number;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  lastAt!: Date;
}

/** Days that are judged again on purpose. Their old scores stay beside the new. */
@Entity({ tableName: 'backfills' })
@Index({ name: 'backfills_by_organization', properties: ['organization', 'createdAt'] })
export class Backfill {
  /** Also the run of its jobs and days. */
  @PrimaryKey({ columnType: 'uuid' })
  backfillId!: string;

  @Property({ columnType: 'text' })
  organization!: string;

  @Property({ columnType: 'uuid' })
  scorerId!: string;

  /** `running`, `paused`, `completed` or `cancelled`. */
  @Property({ columnType: 'text' })
  status!: string;

  @Property({ columnType: 'date', nullable: true })
  startDate!: string | null;

  @Property({ columnType: 'date', nullable: true })
  endDate!: string | null;

  /** Null: days of all uploads. */
  @Property({ columnType: 'uuid', nullable: true })
  uploadId!: string | null;

  @Property({ columnType: 'int', nullable: true })
  maxDays!: number | null;

  @Property({ columnType: 'numeric(14,4)', nullable: true })
  maxUsd!: string | null;

  @Property({ columnType: 'int' })
  plannedDays!: number;

  @Property({ columnType: 'bigint' })
  plannedTokens!: string;

  @Property({ columnType: 'numeric(14,8)', nullable: true })
  plannedUsd!: string | null;

  /** Days put to wait so far. */
  @Property({ columnType: 'int', default: 0 })
  enqueued!: number;

  /** The days up to this one have been looked at. */
  @Property({ columnType: 'uuid', nullable: true })
  afterDay!: string | null;

  /** Why it stands still, for people. */
  @Property({ columnType: 'text', nullable: true })
  note!: string | null;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  updatedAt!: Date;
}
