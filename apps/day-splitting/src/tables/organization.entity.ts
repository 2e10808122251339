import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Own copy of the settings this service needs. An organization without a row has the defaults. */
@Entity({ tableName: 'organizations' })
export class Organization {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @Property({ type: 'text', default: 'UTC' })
  timeZone!: string;

  /** 0 where nobody has ever changed a setting. */
  @Property({ type: 'integer', default: 0 })
  settingsVersion!: number;
}
