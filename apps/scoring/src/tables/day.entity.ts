import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What an event said of a day in one version: enough to fetch its transcript and to name it in events. Never changed. */
@Entity({ tableName: 'days' })
export class Day {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  dayId!: string;

  @PrimaryKey({ columnType: 'int' })
  version!: number;

  @Property({ columnType: 'uuid' })
  conversationId!: string;

  @Property({ columnType: 'int' })
  conversationVersion!: number;

  @Property({ columnType: 'date' })
  date!: string;

  @Property({ columnType: 'text' })
  transcriptHash!: string;

  @Property({ columnType: 'uuid[]' })
  uploadIds!: string[];

  @Property({ columnType: 'timestamptz' })
  firstAt!: Date;

  @Property({ columnType: 'timestamptz' })
  lastAt!: Date;

  @Property({ columnType: 'int' })
  tokenEstimate!: number;

  /** Names and addresses of its agents: they are replaced before a prompt leaves. */
  @Property({ columnType: 'json' })
  agentNames!: string[];

  /** As in the event. */
  @Property({ columnType: 'json' })
  earlierDays!: object;

  @Property({ columnType: 'boolean' })
  force!: boolean;

  @Property({ columnType: 'text' })
  correlationId!: string;
}

/** A day that no longer exists, from this version on. */
@Entity({ tableName: 'retracted_days' })
export class RetractedDay {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  dayId!: string;

  @PrimaryKey({ columnType: 'int' })
  version!: number;
}

@Entity({ tableName: 'cancelled_uploads' })
export class CancelledUpload {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'uuid' })
  uploadId!: string;
}
