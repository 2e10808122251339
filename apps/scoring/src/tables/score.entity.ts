import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Who judges, exactly: provider, model, rubric and every parameter that could change an answer. */
@Entity({ tableName: 'scorers' })
export class Scorer {
  @PrimaryKey({ columnType: 'uuid' })
  scorerId!: string;

  @Property({ columnType: 'text' })
  provider!: string;

  @Property({ columnType: 'text' })
  model!: string;

  @Property({ columnType: 'text' })
  rubric!: string;

  @Property({ columnType: 'jsonb' })
  params!: object;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;
}

/** A judgement, by what was judged and by whom. Never changed; a forced one stands beside the older. */
@Entity({ tableName: 'scores' })
export class Score {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'text' })
  transcriptHash!: string;

  @PrimaryKey({ columnType: 'uuid' })
  scorerId!: string;

  /** 0; where the day was forced, its version. */
  @PrimaryKey({ columnType: 'int' })
  generation!: number;

  /** The whole judgement, as text so that its bytes stay. */
  @Property({ columnType: 'json' })
  judgement!: object;

  @Property({ columnType: 'uuid' })
  jobId!: string;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  createdAt!: Date;
}
