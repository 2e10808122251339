import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Own copy of the settings this service needs. An organization without a row has the defaults. */
@Entity({ tableName: 'organization_settings' })
export class OrganizationSettings {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @Property({ type: 'integer' })
  settingsVersion!: number;

  @Property({ type: 'jsonb' })
  autoResponsePatterns!: string[];
}
