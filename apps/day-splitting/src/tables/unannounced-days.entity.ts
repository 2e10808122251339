import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Day events that already name an upload whose own ConversationIngested is still to come. */
@Entity({ tableName: 'unannounced_days' })
export class UnannouncedDays {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  @PrimaryKey({ type: 'uuid' })
  uploadId!: string;

  @Property({ type: 'integer' })
  days!: number;

  @Property({ type: 'integer' })
  daysToScore!: number;
}
