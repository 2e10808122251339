import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * What an upload that is being read met and did so far. Afterwards only forced versions are left: what else raised a
 * conversation can be seen from its messages.
 */
@Entity({ tableName: 'upload_conversations' })
@Index({
  name: 'upload_conversations_forced',
  expression:
    'create index upload_conversations_forced on upload_conversations (organization, conversation_id, forced_version) where forced_version is not null',
})
export class UploadConversation {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  uploadId!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  /** The file has a well-formed message of it. */
  @Property({ type: 'boolean' })
  usable!: boolean;

  /** It got new messages. */
  @Property({ type: 'boolean' })
  changed!: boolean;

  /** The version to which `force_reprocess` raised it. */
  @Property({ type: 'integer', nullable: true })
  forcedVersion!: number | null;

  /** A ConversationIngested is still to be sent. */
  @Property({ type: 'boolean' })
  pending!: boolean;
}
