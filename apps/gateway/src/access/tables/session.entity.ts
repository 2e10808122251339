import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A browser in which somebody is signed in. */
@Entity({ tableName: 'sessions' })
@Index({ name: 'sessions_member', properties: ['organization', 'memberId'] })
@Index({ name: 'sessions_expiry', properties: ['expiresAt'] })
export class Session {
  @PrimaryKey({ columnType: 'text' })
  sessionHash!: string;

  @Property({ columnType: 'text' })
  organization!: string;

  @Property({ columnType: 'uuid' })
  memberId!: string;

  /** By a one-time link: may then set a password without telling the old one. */
  @Property({ columnType: 'boolean' })
  byLink!: boolean;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}
