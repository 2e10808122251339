import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What the fleet knows of a provider's model: pauses, failures in a row, the circuit. Locked by whoever asks to call. */
@Entity({ tableName: 'llm_lanes' })
export class LlmLane {
  @PrimaryKey({ columnType: 'text' })
  lane!: string;

  @Property({ columnType: 'timestamptz', nullable: true })
  pausedUntil!: Date | null;

  @Property({ columnType: 'text', nullable: true })
  pauseReason!: string | null;

  /** Refusals for too many calls in a row. */
  @Property({ columnType: 'int', default: 0 })
  rateHits!: number;

  @Property({ columnType: 'int', default: 0 })
  failures!: number;

  @Property({ columnType: 'timestamptz', nullable: true })
  openUntil!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  lastSuccessAt!: Date | null;
}

/** Every call ever made: the ledger of tokens and cost, and while it is open a place among those in flight. */
@Entity({ tableName: 'llm_calls' })
@Index({
  name: 'llm_calls_open',
  expression: `create index llm_calls_open on llm_calls (lane, deadline_at) where ended_at is null`,
})
@Index({ name: 'llm_calls_by_lane', properties: ['lane', 'startedAt'] })
@Index({ name: 'llm_calls_by_organization', properties: ['organization', 'startedAt'] })
@Index({ name: 'llm_calls_by_job', properties: ['jobId'] })
export class LlmCall {
  @PrimaryKey({ columnType: 'uuid' })
  callId!: string;

  @Property({ columnType: 'text' })
  lane!: string;

  @Property({ columnType: 'text' })
  organization!: string;

  @Property({ columnType: 'uuid' })
  jobId!: string;

  /**
   * `in_flight`; `landed`: its answer is there and not stored yet; `answered`, `failed`, or `lost`: nobody knows what
   * became of it, so its reservation counts as spent.
   */
  @Property({ columnType: 'text' })
  status!: string;

  @Property({ columnType: 'int' })
  days!: number;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  startedAt!: Date;

  /** Until then it counts as in flight, whatever became of its worker. */
  @Property({ columnType: 'timestamptz' })
  deadlineAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Property({ columnType: 'int' })
  reservedTokens!: number;

  @Property({ columnType: 'numeric(14,8)', nullable: true })
  reservedUsd!: string | null;

  @Property({ columnType: 'int', nullable: true })
  inputTokens!: number | null;

  @Property({ columnType: 'int', nullable: true })
  outputTokens!: number | null;

  @Property({ columnType: 'numeric(14,8)', nullable: true })
  costUsd!: string | null;

  @Property({ columnType: 'int', nullable: true })
  httpStatus!: number | null;

  @Property({ columnType: 'text', nullable: true })
  error!: string | null;
}

@Entity({ tableName: 'budgets' })
export class Budget {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @Property({ columnType: 'numeric(14,4)' })
  usdPerMonth!: string;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  updatedAt!: Date;
}

/** Spent and reserved in a calendar month (UTC). */
@Entity({ tableName: 'budget_use' })
export class BudgetUse {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'date' })
  month!: string;

  @Property({ columnType: 'numeric(14,8)', defaultRaw: '0' })
  spentUsd!: string;

  @Property({ columnType: 'numeric(14,8)', defaultRaw: '0' })
  reservedUsd!: string;

  /** The highest percentage that was warned about. */
  @Property({ columnType: 'int', default: 0 })
  warned!: number;
}
