import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** How many days have a topic, per date and per month (by its first date). Narrow, because ranges read many. */
@Entity({ tableName: 'topic_days' })
export class TopicDays {
  @PrimaryKey({ type: 'integer' })
  generation!: number;

  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'text' })
  period!: 'day' | 'month';

  @PrimaryKey({ type: 'date' })
  date!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  topic!: string;

  @PrimaryKey({ type: 'text' })
  scorer!: string;

  @Property({ type: 'integer' })
  days!: number;
}
