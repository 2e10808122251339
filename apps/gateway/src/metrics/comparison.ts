import { ApiProperty } from '@nestjs/swagger';
import type { PeriodMetrics } from '@powerpulse/contracts';
import { Count, DateOnly, Measured } from '../openapi/fields.js';

const CHANGES = ['better', 'worse', 'same', 'new', 'gone', 'none'] as const;
type Change = (typeof CHANGES)[number];

const SIGNIFICANCES = ['significant', 'not_significant', 'too_few', 'none'] as const;
type Significance = (typeof SIGNIFICANCES)[number];

const Margin = (unit: string, example: number): PropertyDecorator =>
  Measured('Half the width of the 95 % interval of its delta; null where too few.', unit, example, {
    minimum: 0,
  });

export class MarginsDto {
  @Margin('Points', 1.3) csi: number | null;
  @Margin('Points', 1.9) resolution_quality: number | null;
  @Margin('Points', 1.6) customer_ease: number | null;
  @Margin('Points', 2.2) service_timeliness: number | null;
  @Margin('Points', 0.9) interaction_quality: number | null;
  @Margin('Points of 0..10', 0.2) sentiment: number | null;
  @Margin('Percentage points', 4.1) csat_percentage: number | null;
  @Margin('Percentage points', 4.4) fcr_percentage: number | null;
  @Margin('Minutes', 3.2) avg_response_time: number | null;
}

export class ComparisonDto {
  @DateOnly('First date of the period before, which is as long as this one.')
  start_date: string;

  @DateOnly('Its last date.')
  end_date: string;

  @Count('Its scored days.', 298)
  scored_days: number;

  @Measured(
    'Change of the number of scored days; null where there were none before, as nothing grows from 0.',
    'Percent',
    4.7,
    {
      minimum: -100,
    },
  )
  scored_days_growth: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: [...CHANGES] },
    description:
      'What became of each metric: `better` or `worse` (a shorter response time is better), `same`, `new` where it was not measured before, `gone` where it is not any more, `none` where it never was.',
    example: { csi: 'better', avg_response_time: 'worse', fcr_percentage: 'new' },
  })
  changes: Record<string, Change>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: [...SIGNIFICANCES] },
    description:
      'Whether each delta is more than chance: `significant` where it is larger than its margin (95 %), `not_significant` where chance alone may do as much, `too_few` where either period has fewer than five dates or thirty days with the metric, `none` where there is no delta.',
    example: { csi: 'significant', avg_response_time: 'not_significant', fcr_percentage: 'none' },
  })
  significance: Record<string, Significance>;

  @ApiProperty({ type: MarginsDto, description: 'How far each delta may be off.' })
  margins: MarginsDto;
}

const METRICS = [
  'csi',
  'resolution_quality',
  'customer_ease',
  'service_timeliness',
  'interaction_quality',
  'sentiment',
  'csat_percentage',
  'fcr_percentage',
  'avg_response_time',
] as const;
/** Sums are exact, means are not: what differs by less than they can tell is the same. */
const SAME = 1e-9;
const LOWER_IS_BETTER: ReadonlySet<string> = new Set(['avg_response_time']);

type Metrics = Pick<PeriodMetrics, (typeof METRICS)[number] | 'scored_days'>;
type Deltas = Record<(typeof METRICS)[number], number | null>;

/** `before`: of how many days each metric of that period is made. */
export function comparisonOf(
  previous: { start_date: string; end_date: string },
  now: Metrics,
  deltas: Deltas,
  before: Readonly<Record<string, number>>,
  margins: Deltas,
): ComparisonDto {
  const scored_days = before['csi'] ?? 0;
  return {
    ...previous,
    scored_days,
    scored_days_growth: scored_days === 0 ? null : (now.scored_days / scored_days - 1) * 100,
    changes: Object.fromEntries(
      METRICS.map((metric) => [metric, changeOf(metric, now, deltas, (before[metric] ?? 0) > 0)]),
    ),
    significance: Object.fromEntries(
      METRICS.map((metric) => [metric, significanceOf(deltas[metric], margins[metric])]),
    ),
    margins,
  };
}

function significanceOf(delta: number | null, margin: number | null): Significance {
  if (delta === null) return 'none';
  if (margin === null) return 'too_few';
  return Math.abs(delta) > margin + SAME ? 'significant' : 'not_significant';
}

function changeOf(
  metric: (typeof METRICS)[number],
  now: Metrics,
  deltas: Deltas,
  wasMeasured: boolean,
): Change {
  const delta = deltas[metric];
  if (delta === null) return now[metric] !== null ? 'new' : wasMeasured ? 'gone' : 'none';
  if (Math.abs(delta) < SAME) return 'same';
  return delta > 0 === LOWER_IS_BETTER.has(metric) ? 'worse' : 'better';
}
