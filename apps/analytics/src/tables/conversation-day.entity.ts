import type { DayAgent, Topic } from '@powerpulse/contracts';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** All that is known of a conversation-day, with what follows from it. Retracted and not yet created ones stay too. */
@Entity({ tableName: 'conversation_days' })
@Index({
  name: 'conversation_days_by_date',
  properties: ['generation', 'organization', 'date'],
  // All that a list over a range of dates is sorted by.
  include: ['chatId', 'csi', 'sentimentScore', 'judged', 'firstAt', 'lastAt', 'messages'],
  where: 'chat_id is not null',
})
@Index({
  name: 'conversation_days_by_csi',
  properties: ['generation', 'organization', 'csi'],
  where: 'csi is not null',
})
export class ConversationDay {
  @PrimaryKey({ type: 'integer' })
  generation!: number;

  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  conversationId!: string;

  @PrimaryKey({ type: 'date' })
  date!: string;

  @Property({ type: 'uuid' })
  dayId!: string;

  /** `unknown` (judged before it was created) and `retracted` are not there for readers. */
  @Property({ type: 'text' })
  status!: 'unknown' | 'retracted' | 'outbound' | 'unscored' | 'scored';

  @Property({ type: 'integer', nullable: true })
  version!: number | null;

  /** Sorts by code points, whatever the database's own order. */
  @Property({ type: 'text', nullable: true, collation: 'C' })
  chatId!: string | null;

  @Property({ type: 'timestamptz', length: 3, nullable: true })
  firstAt!: Date | null;

  @Property({ type: 'timestamptz', length: 3, nullable: true })
  lastAt!: Date | null;

  @Property({ type: 'integer', nullable: true })
  messages!: number | null;

  @Property({ type: 'integer', nullable: true })
  customerMessages!: number | null;

  @Property({ type: 'jsonb', nullable: true })
  agents!: DayAgent[] | null;

  @Property({ type: 'double', nullable: true })
  firstResponseTime!: number | null;

  @Property({ type: 'double', nullable: true })
  avgResponseTime!: number | null;

  @Property({ type: 'double', nullable: true })
  totalHandlingTime!: number | null;

  @Property({ type: 'integer', nullable: true })
  customerTurns!: number | null;

  @Property({ type: 'integer', nullable: true })
  unansweredTurns!: number | null;

  /** Of the strongest judgement. It counts only where this equals `version`. */
  @Property({ type: 'integer', nullable: true })
  judgedVersion!: number | null;

  @Property({ type: 'timestamptz', length: 3, nullable: true })
  judgedAt!: Date | null;

  @Property({ type: 'uuid', nullable: true })
  judgedByEvent!: string | null;

  @Property({ type: 'text', nullable: true })
  provider!: string | null;

  @Property({ type: 'text', nullable: true })
  model!: string | null;

  @Property({ type: 'text', nullable: true })
  rubric!: string | null;

  /** Why the judgement has no metrics. */
  @Property({ type: 'text', nullable: true })
  refusal!: string | null;

  @Property({ type: 'double', nullable: true })
  sentimentScore!: number | null;

  @Property({ type: 'double', nullable: true })
  sentimentShift!: number | null;

  @Property({ type: 'double', nullable: true })
  resolutionAchieved!: number | null;

  @Property({ type: 'double', nullable: true })
  fcrScore!: number | null;

  @Property({ type: 'double', nullable: true })
  ces!: number | null;

  @Property({ type: 'double', nullable: true })
  predictedRating!: number | null;

  @Property({ type: 'jsonb', nullable: true })
  topics!: Topic[] | null;

  @Property({ type: 'text', nullable: true })
  outcome!: string | null;

  /** The metrics above count. */
  @Property({ type: 'boolean' })
  judged!: boolean;

  @Property({ type: 'double', nullable: true })
  effectiveness!: number | null;

  @Property({ type: 'double', nullable: true })
  effort!: number | null;

  @Property({ type: 'double', nullable: true })
  efficiency!: number | null;

  @Property({ type: 'double', nullable: true })
  empathy!: number | null;

  @Property({ type: 'double', nullable: true })
  csi!: number | null;
}
