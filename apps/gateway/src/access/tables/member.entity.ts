import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

/** A person with an account in an organization. */
@Entity({ tableName: 'members' })
@Unique({ name: 'members_organization_email_unique', properties: ['organization', 'email'] })
export class Member {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  memberId!: string;

  @Property({ columnType: 'text' })
  email!: string;

  @Property({ columnType: 'text' })
  name!: string;

  @Property({ columnType: 'text' })
  role!: string;

  @Property({ columnType: 'text', nullable: true })
  passwordHash: string | null = null;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  disabledAt: Date | null = null;
}
