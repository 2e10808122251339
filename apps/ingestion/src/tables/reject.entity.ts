import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A message that was refused or filtered: where it stands and why, never what it says. */
@Entity({ tableName: 'rejects' })
export class Reject {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  uploadId!: string;

  /** 1-based, in the file. */
  @PrimaryKey({ type: 'integer' })
  position!: number;

  @Property({ type: 'bigint' })
  byteOffset!: string;

  /** Key of its list; null where the file is one list. */
  @Property({ type: 'text', nullable: true })
  listKey!: string | null;

  @Property({ type: 'integer' })
  listIndex!: number;

  /** Name in domain/reject-reasons.ts. */
  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'text', nullable: true })
  field!: string | null;
}
