import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What was last said about a conversation-day. Retracted ones stay, so that their versions never go back. */
@Entity({ tableName: 'days' })
export class Day {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  @PrimaryKey({ type: 'date' })
  date!: string;

  @Property({ type: 'integer' })
  version!: number;

  /** Of all that makes a new version; null where the day is retracted. */
  @Property({ type: 'text', nullable: true })
  fingerprint!: string | null;
}
