import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

/** Of a key only its hash is kept. */
@Entity({ tableName: 'api_keys' })
export class ApiKey {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  keyId!: string;

  @Property({ columnType: 'text' })
  @Unique()
  secretHash!: string;

  @Property({ columnType: 'text' })
  prefix!: string;

  @Property({ columnType: 'text' })
  name!: string;

  @Property({ columnType: 'text' })
  role!: string;

  @Property({ columnType: 'text', nullable: true })
  agentEmail: string | null = null;

  @Property({ columnType: 'text' })
  createdBy!: string;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  expiresAt: Date | null = null;

  @Property({ columnType: 'timestamptz', nullable: true })
  revokedAt: Date | null = null;
}
