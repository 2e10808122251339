import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Dimension } from '../domain/daily-deltas.js';

const count = () => Property({ type: 'integer', default: 0 });
/** Nine decimals everywhere: the same sum has one spelling, and with it one hash. */
const sum = () => Property({ type: 'decimal', columnType: 'numeric', defaultRaw: '0.000000000' });

/**
 * Sums of a date, as a whole (`all`) or through one topic, agent or outcome, and by scorer ('' where nobody judged).
 * Means follow from them: a sum divided by its count. Sums are exact.
 */
@Entity({ tableName: 'daily_metrics' })
export class DailyMetrics {
  @PrimaryKey({ type: 'integer' })
  generation!: number;

  @PrimaryKey({ type: 'text' })
  organization!: string;

  @PrimaryKey({ type: 'text' })
  dimension!: Dimension;

  @PrimaryKey({ type: 'date' })
  date!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  member!: string;

  @PrimaryKey({ type: 'text' })
  scorer!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  updatedAt!: Date;

  @count() scoredDays!: number;
  @count() unscoredDays!: number;
  @count() outboundDays!: number;
  @count() messages!: number;
  @count() customerMessages!: number;
  @count() unansweredTurns!: number;
  @count() csatDays!: number;
  @count() fcrDays!: number;
  @count() positiveDays!: number;
  @count() negativeDays!: number;
  @count() sentimentScoreN!: number;
  @count() sentimentShiftN!: number;
  @count() resolutionAchievedN!: number;
  @count() fcrScoreN!: number;
  @count() cesN!: number;
  @count() predictedRatingN!: number;
  @count() firstResponseTimeN!: number;
  @count() avgResponseTimeN!: number;
  @count() totalHandlingTimeN!: number;

  @sum() csiSum!: string;
  @sum() resolutionQualitySum!: string;
  @sum() customerEaseSum!: string;
  @sum() serviceTimelinessSum!: string;
  @sum() interactionQualitySum!: string;
  @sum() sentimentScoreSum!: string;
  @sum() sentimentShiftSum!: string;
  @sum() resolutionAchievedSum!: string;
  @sum() fcrScoreSum!: string;
  @sum() cesSum!: string;
  @sum() predictedRatingSum!: string;
  @sum() firstResponseTimeSum!: string;
  @sum() avgResponseTimeSum!: string;
  @sum() totalHandlingTimeSum!: string;

  /** Scored days and their CSI, a day of k members counted as 1/k in each: these add up over members. */
  @sum() sharedDays!: string;
  @sum() sharedCsiSum!: string;
}
