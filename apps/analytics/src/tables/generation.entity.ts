import type { TimeLimits, WeightProfile } from '@powerpulse/contracts';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One copy of an organization's read models: the live one, one being built or kept, or one that waits to be removed. */
@Entity({ tableName: 'generations' })
export class Generation {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'integer' })
  generation!: number;

  @Property({ type: 'jsonb' })
  weightProfile!: WeightProfile;

  @Property({ type: 'jsonb' })
  timeLimits!: TimeLimits;

  @Property({ type: 'text', nullable: true })
  activeScorer!: string | null;

  /** What it is built from: nothing (the first one), the live rows, or the events in the inbox. */
  @Property({ type: 'text' })
  source!: 'none' | 'rows' | 'events';

  /** Up to where the source has been read. */
  @Property({ type: 'jsonb', nullable: true })
  position!: string[] | null;

  /** The source is read to its end: what happens from now on happens in it, too. */
  @Property({ type: 'boolean' })
  complete!: boolean;

  @Property({ type: 'boolean' })
  retired!: boolean;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;
}
