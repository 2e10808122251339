import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Whose data there can be. A suspended one is shut for everybody. */
@Entity({ tableName: 'organizations' })
export class Organization {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @Property({ columnType: 'text' })
  name!: string;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  suspendedAt: Date | null = null;
}
