import type { Topic } from '@powerpulse/contracts';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

const scope = ['generation', 'organization'] as const;

/** A conversation over all its days, as the list shows it. One index per way to sort, one for what it is filtered by. */
@Entity({ tableName: 'conversations' })
@Index({
  name: 'conversations_by_topic_and_agent',
  expression:
    'create index conversations_by_topic_and_agent on conversations using gin (topics jsonb_path_ops, agents jsonb_path_ops)',
})
@Index({ name: 'conversations_by_chat_id', properties: [...scope, 'chatId'] })
@Index({ name: 'conversations_by_csi', properties: [...scope, 'csi', 'chatId'] })
@Index({ name: 'conversations_by_sentiment', properties: [...scope, 'sentimentScore', 'chatId'] })
@Index({ name: 'conversations_by_first_message', properties: [...scope, 'firstMessageAt', 'chatId'] })
@Index({ name: 'conversations_by_last_message', properties: [...scope, 'lastMessageAt', 'chatId'] })
@Index({ name: 'conversations_by_messages', properties: [...scope, 'messageCount', 'chatId'] })
export class Conversation {
  @PrimaryKey({ type: 'integer' })
  generation!: number;

  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  /** Sorts by code points, whatever the database's own order. */
  @Property({ type: 'text', collation: 'C' })
  chatId!: string;

  @Property({ type: 'double', nullable: true })
  csi!: number | null;

  @Property({ type: 'double', nullable: true })
  effectiveness!: number | null;

  @Property({ type: 'double', nullable: true })
  effort!: number | null;

  @Property({ type: 'double', nullable: true })
  efficiency!: number | null;

  @Property({ type: 'double', nullable: true })
  empathy!: number | null;

  @Property({ type: 'double', nullable: true })
  sentimentScore!: number | null;

  @Property({ type: 'double', nullable: true })
  predictedRating!: number | null;

  @Property({ type: 'boolean', nullable: true })
  fcr!: boolean | null;

  /** Most days first. */
  @Property({ type: 'jsonb' })
  topics!: Topic[];

  @Property({ type: 'text', nullable: true })
  outcome!: string | null;

  @Property({ type: 'timestamptz', length: 3 })
  firstMessageAt!: Date;

  @Property({ type: 'timestamptz', length: 3 })
  lastMessageAt!: Date;

  @Property({ type: 'integer' })
  messageCount!: number;

  @Property({ type: 'integer' })
  days!: number;

  @Property({ type: 'integer' })
  scoredDays!: number;

  /** Most messages first. */
  @Property({ type: 'jsonb' })
  agents!: { username: string; email: string | null }[];
}
