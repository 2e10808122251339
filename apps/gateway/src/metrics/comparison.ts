import { ApiProperty } from '@nestjs/swagger';
import type { PeriodMetrics } from '@powerpulse/contracts';
import { Count, DateOnly, Measured } from '../openapi/fields.js';

const CHANGES = ['better', 'worse', 'same', 'new', 'gone', 'none'] as const;
type Change = (typeof CHANGES)[number];

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
const LOWER_IS_BETTER: ReadonlySet<string> = new Set(['avg_response_time']);

type Metrics = Pick<PeriodMetrics, (typeof METRICS)[number] | 'scored_days'>;
type Deltas = Record<(typeof METRICS)[number], number | null>;

/** `before`: of how many days each metric of that period is made. */
export function comparisonOf(
  previous: { start_date: string; end_date: string },
  now: Metrics,
  deltas: Deltas,
  before: Readonly<Record<string, number>>,
): ComparisonDto {
  const scored_days = before['csi'] ?? 0;
  return {
    ...previous,
    scored_days,
    scored_days_growth: scored_days === 0 ? null : (now.scored_days / scored_days - 1) * 100,
    changes: Object.fromEntries(
      METRICS.map((metric) => [metric, changeOf(metric, now, deltas, (before[metric] ?? 0) > 0)]),
    ),
  };
}

function changeOf(
  metric: (typeof METRICS)[number],
  now: Metrics,
  deltas: Deltas,
  wasMeasured: boolean,
): Change {
  const delta = deltas[metric];
  if (delta === null) return now[metric] !== null ? 'new' : wasMeasured ? 'gone' : 'none';
  // Sums are exact, means are not: what differs by less than they can tell is the same.
  if (Math.abs(delta) < 1e-9) return 'same';
  return delta > 0 === LOWER_IS_BETTER.has(metric) ? 'worse' : 'better';
}
