import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

const count = () => Property({ type: 'integer', default: 0 });

/** What of an upload has reached the read models. Counted in the transactions that project it. */
@Entity({ tableName: 'upload_progress' })
export class UploadProgress {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  uploadId!: string;

  /** Null until ingestion has read the whole file. */
  @Property({ type: 'integer', nullable: true })
  conversationsChanged!: number | null;

  @count() conversationsSplit!: number;
  @count() daysAnnounced!: number;
  @count() daysToScore!: number;
  @count() daysCreated!: number;
  @count() daysScored!: number;
  @count() daysUnscored!: number;
  @count() scoringCalls!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  updatedAt!: Date;
}
