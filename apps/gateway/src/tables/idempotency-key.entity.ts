import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Which upload a caller's key stands for, and what was sent under it. */
@Entity({ tableName: 'idempotency_keys' })
export class IdempotencyKey {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'text' })
  key!: string;

  @Property({ columnType: 'uuid' })
  uploadId!: string;

  @Property({ columnType: 'text' })
  contentHash!: string;

  @Property({ columnType: 'boolean' })
  forceReprocess!: boolean;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;
}
