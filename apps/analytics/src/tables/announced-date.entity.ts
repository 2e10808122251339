import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Dates whose numbers changed, until DailyCsiUpdated has said so; and when it last did. */
@Entity({ tableName: 'announced_dates' })
@Index({
  name: 'announced_dates_pending',
  expression: 'create index announced_dates_pending on announced_dates (announced_at) where pending',
})
export class AnnouncedDate {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'date' })
  date!: string;

  @Property({ type: 'boolean' })
  pending!: boolean;

  /** Of the newest change. */
  @Property({ type: 'text' })
  correlationId!: string;

  @Property({ type: 'timestamptz', nullable: true })
  announcedAt!: Date | null;
}
