import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Up to where a conversation has been split, and in which zone. Locked by whoever splits it. */
@Entity({ tableName: 'conversations' })
export class Conversation {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  /** Ingestion's conversation_version; 0 before the first split. */
  @Property({ type: 'integer', default: 0 })
  version!: number;

  @Property({ type: 'text', nullable: true })
  timeZone!: string | null;
}
