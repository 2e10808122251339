import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What a person thinks of a conversation-day. Kept with the text that was read: scores of another text do not compare. */
@Entity({ tableName: 'labels' })
export class Label {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  dayId!: string;

  @PrimaryKey({ columnType: 'text' })
  rater!: string;

  @PrimaryKey({ columnType: 'text' })
  metric!: string;

  @Property({ columnType: 'double precision' })
  value!: number;

  @Property({ columnType: 'text' })
  transcriptHash!: string;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  ratedAt!: Date;
}
