import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * Work to do: the organization's zone changed, so all its conversations are split anew. What is left to do are the
 * conversations whose zone is not the organization's; this row says how far a pass over them has come and who makes it.
 */
@Entity({ tableName: 'resplits' })
export class Resplit {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @Property({ type: 'text' })
  correlationId!: string;

  /** The pass goes on above this conversation; null at its start. */
  @Property({ type: 'uuid', nullable: true })
  after!: string | null;

  /** Conversations of this pass that could not be split; another pass follows. */
  @Property({ type: 'integer', default: 0 })
  failed!: number;

  @Property({ type: 'uuid', nullable: true })
  lease!: string | null;

  /** Not to be taken before: while leased, or before the next pass. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  notBefore!: Date;
}
