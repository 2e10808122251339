import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** The only place where words are kept. A conversation is one stretch of the key, in order of time. */
@Entity({ tableName: 'messages' })
@Index({
  name: 'messages_by_word',
  expression: `create index messages_by_word on messages using gin (to_tsvector('simple', text))`,
})
export class StoredMessage {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  @PrimaryKey({ type: 'timestamptz' })
  at!: Date;

  /** Of organization, chat, instant, direction and text: the same message comes only once. */
  @PrimaryKey({ type: 'uuid' })
  messageId!: string;

  /** The conversation's version from which on it is there: older versions can be read again as they were. */
  @Property({ type: 'integer' })
  conversationVersion!: number;

  /** With `position`: first acceptance, the order of messages of the same instant. */
  @Property({ type: 'integer' })
  uploadNo!: number;

  @Property({ type: 'integer' })
  position!: number;

  @Property({ type: 'boolean' })
  fromCustomer!: boolean;

  @Property({ type: 'integer' })
  tokens!: number;

  @Property({ type: 'text', nullable: true })
  agentUsername!: string | null;

  @Property({ type: 'text', nullable: true })
  agentEmail!: string | null;

  /** Null where retention has removed it. */
  @Property({ type: 'text', nullable: true })
  text!: string | null;
}
