import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A file to read, and how far that is: a queue whose rows are held by a lease and fenced by its token. */
@Entity({ tableName: 'uploads' })
@Index({
  name: 'uploads_unfinished',
  expression:
    'create index uploads_unfinished on uploads (organization, upload_no) where finished_at is null',
})
export class Upload {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  uploadId!: string;

  /** Order of acceptance: uploads of one organization are read in it, one after the other. */
  @Property({ type: 'integer', autoincrement: true, unique: true })
  uploadNo!: number;

  @Property({ type: 'text' })
  correlationId!: string;

  /** The measure of "in the future". */
  @Property({ type: 'timestamptz' })
  acceptedAt!: Date;

  @Property({ type: 'bigint' })
  bytes!: string;

  @Property({ type: 'integer' })
  chunks!: number;

  @Property({ type: 'boolean' })
  forceReprocess!: boolean;

  /** waiting, reading, ingested, cancelled, failed */
  @Property({ type: 'text', default: 'waiting' })
  state!: string;

  @Property({ type: 'boolean', default: false })
  cancelRequested!: boolean;

  /** The organization's patterns when reading began: they hold for the whole file. */
  @Property({ type: 'jsonb', nullable: true })
  autoResponsePatterns!: string[] | null;

  /** Where to go on reading; null at the start. */
  @Property({ type: 'jsonb', nullable: true })
  checkpoint!: unknown;

  @Property({ columnType: 'bigint', defaultRaw: '0' })
  bytesRead!: string;

  @Property({ type: 'integer', default: 0 })
  kept!: number;

  @Property({ type: 'integer', default: 0 })
  filtered!: number;

  @Property({ type: 'integer', default: 0 })
  rejected!: number;

  @Property({ type: 'integer', default: 0 })
  duplicate!: number;

  @Property({ type: 'integer', default: 0 })
  conversations!: number;

  /** As many ConversationIngested events name this upload. */
  @Property({ type: 'integer', default: 0 })
  conversationsChanged!: number;

  @Property({ type: 'integer', default: 0 })
  conversationsSkipped!: number;

  @Property({ type: 'text', nullable: true })
  failure!: string | null;

  /** Times somebody began since the last progress. */
  @Property({ type: 'integer', default: 0 })
  attempts!: number;

  @Property({ type: 'uuid', nullable: true })
  lease!: string | null;

  /** Not to be taken before: while leased, or before the next attempt. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  notBefore!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
