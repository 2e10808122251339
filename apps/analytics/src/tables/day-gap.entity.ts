import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** How many days of a series (see domain/day-gaps.ts) have this date, and the day before in their conversation that one. */
@Entity({ tableName: 'day_gaps' })
export class DayGap {
  @PrimaryKey({ type: 'integer' })
  generation!: number;

  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'text' })
  series!: string;

  /** Follows from the two dates: 0, or the binary digits of the days between them. */
  @PrimaryKey({ type: 'integer' })
  span!: number;

  @PrimaryKey({ type: 'date' })
  date!: string;

  /** '-infinity' where there is none. */
  @PrimaryKey({ type: 'date' })
  previous!: string;

  @Property({ type: 'integer' })
  n!: number;
}
