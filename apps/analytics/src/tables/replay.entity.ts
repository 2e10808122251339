import { Entity, Index, PrimaryKey, Property, Trigger } from '@mikro-orm/decorators/legacy';
import { noteChange } from '@powerpulse/runtime';
import type { ReplayComparison, ReplayState } from '@powerpulse/contracts';

/** What is shown of one: the columns whose change is a change to listeners. */
export const REPLAY_SHOWS = [
  'state',
  'events_read',
  'events_total',
  'comparison',
  'error',
  'caught_up_at',
  'ended_at',
];

/** Read models built anew beside the live ones: why, how far, how they compare, and whether they are shown. */
@Entity({ tableName: 'replays' })
@Index({ name: 'replays_by_time', properties: ['organization', 'createdAt'] })
@Index({
  name: 'replays_to_work_on',
  properties: ['state'],
  where: "state in ('building', 'comparing')",
})
@Trigger(noteChange(REPLAY_SHOWS))
export class Replay {
  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'uuid' })
  replayId!: string;

  /** The one that is built, and the one that was live when that began. */
  @Property({ type: 'integer' })
  generation!: number;

  @Property({ type: 'integer' })
  previousGeneration!: number;

  @Property({ type: 'text' })
  cause!: 'requested' | 'settings' | 'scorer';

  @Property({ type: 'text' })
  switch!: 'manual' | 'when_equal' | 'when_ready';

  /** Days outside are taken over as they stand live; null means no bound. */
  @Property({ type: 'date', nullable: true })
  startDate!: string | null;

  @Property({ type: 'date', nullable: true })
  endDate!: string | null;

  @Property({ type: 'text' })
  state!: ReplayState;

  @Property({ type: 'double', default: 0 })
  eventsRead!: number;

  @Property({ type: 'double', nullable: true })
  eventsTotal!: number | null;

  @Property({ type: 'double', default: 0 })
  busyMs!: number;

  @Property({ type: 'jsonb', nullable: true })
  comparison!: ReplayComparison | null;

  @Property({ type: 'text', nullable: true })
  error!: string | null;

  @Property({ type: 'timestamptz', length: 3, defaultRaw: 'now()' })
  createdAt!: Date;

  @Property({ type: 'timestamptz', length: 3, nullable: true })
  caughtUpAt!: Date | null;

  @Property({ type: 'timestamptz', length: 3, nullable: true })
  switchedAt!: Date | null;

  @Property({ type: 'timestamptz', length: 3, nullable: true })
  endedAt!: Date | null;

  /** The transaction that changed what is shown of it last. */
  @Property({ columnType: 'xid8', defaultRaw: 'pg_current_xact_id()' })
  changedIn!: string;
}
