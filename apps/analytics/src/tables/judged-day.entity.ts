import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Versions of days that were judged for an upload, so that one judged twice is counted once. */
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

  @Property({ type: 'boolean' })
  scored!: boolean;
}
