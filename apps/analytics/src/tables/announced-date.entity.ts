import { Entity, Index, PrimaryKey, Property, Trigger } from '@mikro-orm/decorators/legacy';
import { noteChange } from '@powerpulse/runtime';

/** Dates whose numbers changed, until DailyCsiUpdated has said so; and when it last did. */
@Entity({ tableName: 'announced_dates' })
@Index({
  name: 'announced_dates_pending',
  expression: 'create index announced_dates_pending on announced_dates (announced_at) where pending',
})
@Index({ name: 'announced_dates_changed', properties: ['organization', 'changedIn'] })
@Trigger(noteChange(['announced_at']))
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

  /** The transaction that said so last (libs/runtime/src/changes.ts). */
  @Property({ columnType: 'xid8', defaultRaw: 'pg_current_xact_id()' })
  changedIn!: string;
}
