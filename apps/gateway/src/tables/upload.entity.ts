import { Entity, Index, PrimaryKey, Property, Trigger } from '@mikro-orm/decorators/legacy';
import { noteChange } from '@powerpulse/runtime';

/** A file that somebody sent, and how far it has come. */
@Entity({ tableName: 'uploads' })
@Index({
  name: 'uploads_newest',
  expression: `create index uploads_newest on uploads (organization, accepted_at desc, upload_id) where state = 'accepted'`,
})
@Index({
  name: 'uploads_open',
  expression: `create index uploads_open on uploads (refreshed_at) where state = 'accepted' and ended_at is null`,
})
@Index({
  name: 'uploads_same_bytes',
  expression: `create index uploads_same_bytes on uploads (organization, content_hash) where state = 'accepted' and ended_at is null`,
})
@Index({
  name: 'uploads_receiving',
  expression: `create index uploads_receiving on uploads (started_at) where state = 'receiving'`,
})
@Index({
  name: 'uploads_stored',
  expression: `create index uploads_stored on uploads (ended_at) where ended_at is not null and bytes_stored`,
})
@Index({ name: 'uploads_changed', properties: ['organization', 'changedIn'] })
@Trigger(noteChange(['state', 'revision', 'cancelled_at']))
export class Upload {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  uploadId!: string;

  /** `receiving` until all of it is here and found to be well-formed, then `accepted`. */
  @Property({ columnType: 'text' })
  state!: string;

  @Property({ columnType: 'boolean', default: false })
  forceReprocess!: boolean;

  @Property({ columnType: 'bigint', defaultRaw: '0' })
  bytes!: string;

  @Property({ columnType: 'text', nullable: true })
  contentHash!: string | null;

  @Property({ columnType: 'int', default: 0 })
  chunks!: number;

  /** Whether the chunks are still there. */
  @Property({ columnType: 'boolean', default: true })
  bytesStored!: boolean;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  startedAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  cancelledAt!: Date | null;

  @Property({ columnType: 'text', default: 'queued' })
  status!: string;

  /** As shown last; null before anybody looked. */
  @Property({ columnType: 'jsonb', nullable: true })
  progress!: object | null;

  /** Apart from the rest, because it must never go down. */
  @Property({ columnType: 'double precision', default: 0 })
  percentage!: number;

  /** Raised with every change that can be seen: the event id of progress streams. */
  @Property({ columnType: 'int', default: 0 })
  revision!: number;

  @Property({ columnType: 'timestamptz', nullable: true })
  changedAt!: Date | null;

  /** When the services were asked for what is shown. A later question wins. */
  @Property({ columnType: 'timestamptz', nullable: true })
  refreshedAt!: Date | null;

  /** From here on nothing of it changes. */
  @Property({ columnType: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** The transaction that changed what is shown of it last (libs/runtime/src/changes.ts). */
  @Property({ columnType: 'xid8', defaultRaw: 'pg_current_xact_id()' })
  changedIn!: string;
}
