import { Entity, PrimaryKey, Property, Trigger } from '@mikro-orm/decorators/legacy';

/** What was done, by whom; each row's hash covers the one before. Triggers refuse every change (that of truncate stands in the migration alone). */
@Entity({ tableName: 'audit_log' })
@Trigger({
  name: 'append_only',
  timing: 'before',
  events: ['delete', 'update'],
  forEach: 'statement',
  body: `raise exception 'the audit log is append-only'`,
})
export class AuditEntry {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'bigint' })
  sequence!: string;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ columnType: 'text' })
  caller!: string;

  @Property({ columnType: 'text', nullable: true })
  role: string | null = null;

  @Property({ columnType: 'text' })
  action!: string;

  @Property({ columnType: 'text', nullable: true })
  target: string | null = null;

  @Property({ columnType: 'int' })
  status!: number;

  @Property({ columnType: 'uuid' })
  requestId!: string;

  @Property({ columnType: 'text' })
  hash!: string;
}
