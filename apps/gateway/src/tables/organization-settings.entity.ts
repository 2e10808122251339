import type { TimeLimits } from '@powerpulse/contracts';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Every version of an organization's settings; the highest counts. */
@Entity({ tableName: 'organization_settings' })
export class OrganizationSettings {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'int' })
  settingsVersion!: number;

  @Property({ columnType: 'text' })
  timeZone!: string;

  @Property({ columnType: 'text' })
  weightProfile!: string;

  @Property({ columnType: 'text[]' })
  autoResponsePatterns!: string[];

  @Property({ columnType: 'jsonb' })
  timeLimits!: TimeLimits;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  changedAt!: Date;
}
