import type { TimeLimits, WeightProfile } from '@powerpulse/contracts';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Settings as last heard of, and which generation of the read models is shown. */
@Entity({ tableName: 'organizations' })
export class Organization {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  /** 0 before any were announced. */
  @Property({ type: 'integer' })
  settingsVersion!: number;

  @Property({ type: 'text' })
  timeZone!: string;

  /** The one to compute with; the live generation has the one it was computed with. */
  @Property({ type: 'jsonb' })
  weightProfile!: WeightProfile;

  /** Likewise. */
  @Property({ type: 'jsonb' })
  timeLimits!: TimeLimits;

  @Property({ type: 'integer' })
  liveGeneration!: number;

  /** Of the live read models: another one after every change. */
  @Property({ type: 'uuid', defaultRaw: 'gen_random_uuid()' })
  state!: string;
}
