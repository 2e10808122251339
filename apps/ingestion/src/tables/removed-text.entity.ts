import { Entity, PrimaryKey, Property, Trigger } from '@mikro-orm/decorators/legacy';

/** What retention took away, and where it went: the audit of it, for the whole installation. Triggers refuse every change. */
@Entity({ tableName: 'removed_texts' })
@Trigger({
  name: 'append_only',
  timing: 'before',
  events: ['delete', 'update'],
  forEach: 'statement',
  body: `raise exception 'what was removed is append-only'`,
})
export class RemovedText {
  /** Of messages. */
  @PrimaryKey({ type: 'text' })
  partition!: string;

  @PrimaryKey({ type: 'timestamptz', defaultRaw: 'now()' })
  removedAt!: Date;

  /** Text of messages before this instant was removed. */
  @Property({ type: 'timestamptz' })
  keptFrom!: Date;

  @Property({ type: 'integer' })
  messages!: number;

  /** Name of the file; null where none was wanted. */
  @Property({ type: 'text', nullable: true })
  archive!: string | null;

  @Property({ type: 'text', nullable: true })
  archiveSha256!: string | null;
}
