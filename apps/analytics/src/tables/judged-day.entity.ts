import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Versions of days that were judged for an upload, so that one judged twice is counted once, and an upload leads to its days. */
@Entity({ tableName: 'judged_days' })
export class JudgedDay {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  uploadId!: string;

  @PrimaryKey({ type: 'uuid' })
  dayId!: string;

  @PrimaryKey({ type: 'integer' })
  version!: number;

  @Property({ type: 'uuid' })
  conversationId!: string;

  @Property({ type: 'date' })
  date!: string;

  @Property({ type: 'boolean' })
  scored!: boolean;
}
