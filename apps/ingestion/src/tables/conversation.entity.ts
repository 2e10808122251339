import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

@Entity({ tableName: 'conversations' })
@Index({
  name: 'conversations_by_name',
  expression: `create index conversations_by_name on conversations
   using gin ((chat_id || ' ' || coalesce(customer_name, '')) gin_trgm_ops)`,
})
export class Conversation {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  @Property({ type: 'text' })
  chatId!: string;

  /** Raised by every transaction that adds messages, and by `force_reprocess`. */
  @Property({ type: 'integer' })
  version!: number;

  @Property({ type: 'integer' })
  messageCount!: number;

  @Property({ type: 'timestamptz' })
  firstAt!: Date;

  @Property({ type: 'timestamptz' })
  lastAt!: Date;

  @Property({ type: 'text', nullable: true })
  customerName!: string | null;

  /** The message that gave the name: a later one replaces it. */
  @Property({ type: 'timestamptz', nullable: true })
  customerNameAt!: Date | null;
}
