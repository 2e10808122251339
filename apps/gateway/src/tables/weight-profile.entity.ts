import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Every version of an organization's own weight profiles; the highest of a name counts. */
@Entity({ tableName: 'weight_profiles' })
export class StoredWeightProfile {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'text' })
  name!: string;

  @PrimaryKey({ columnType: 'int' })
  version!: number;

  @Property({ columnType: 'jsonb' })
  weights!: object;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;
}
