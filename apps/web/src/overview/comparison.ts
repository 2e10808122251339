import { useQuery } from '@tanstack/react-query';
import { type DateRange, type Metrics, metricsQuery } from '../api/client';
import { type Definition, DEFINITIONS, type MetricName } from '../definitions';

export type CompareWith = 'before' | 'year';
type Deltas = Partial<Record<MetricName, number | null>>;

export interface Comparison {
  deltas: Deltas | null;
  /** With what, in words. */
  against: string;
  /** Its dates and scored days; null where there is nothing to compare with. */
  with: { start_date: string; end_date: string; scored_days: number } | null;
  /** Whether the deltas are more than chance; told of the period before only. */
  chance?: Pick<NonNullable<Metrics['comparison']>, 'significance' | 'margins'>;
}

/** The 29th of February becomes the 28th. */
function yearBefore(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date.endsWith('02-29') ? `${year}-02-28` : `${year}${date.slice(4)}`;
}

function differences(now: Metrics, then: Metrics): Deltas {
  const names = Object.keys(DEFINITIONS) as MetricName[];
  return Object.fromEntries(
    names.map((name) => {
      const [a, b] = [now[name], then[name]];
      return [name, a === null || b === null ? null : a - b];
    }),
  );
}

/** The period before comes with the metrics; the same dates a year ago are asked for. */
export function useComparison(
  metrics: Metrics | undefined,
  range: DateRange,
  compare: CompareWith,
): Comparison {
  const { start_date, end_date } = range;
  const yearAgo =
    start_date && end_date
      ? { start_date: yearBefore(start_date), end_date: yearBefore(end_date) }
      : undefined;
  const then = useQuery({
    ...metricsQuery(yearAgo ?? {}),
    enabled: compare === 'year' && yearAgo !== undefined,
  }).data;
  if (!metrics || !yearAgo) return { deltas: null, against: 'nothing: all data are on screen', with: null };
  if (compare === 'before')
    return {
      deltas: metrics.deltas,
      against: 'the period before',
      with: metrics.comparison,
      ...(metrics.comparison && { chance: metrics.comparison }),
    };
  return {
    deltas: then ? differences(metrics, then) : null,
    against: 'the same dates last year',
    with: then ? { ...yearAgo, scored_days: then.scored_days } : null,
  };
}

/** One sentence: is it a change? */
export function chanceOf({ chance }: Comparison, { name, unit }: Pick<Definition, 'name' | 'unit'>): string {
  const margin = chance?.margins[name];
  const within = margin == null ? '' : ` (±${margin.toFixed(1)} ${unit})`;
  switch (chance?.significance[name]) {
    case 'significant':
      return `The change is more than chance${within}.`;
    case 'not_significant':
      return `The change may be chance${within}.`;
    case 'too_few':
      return 'Too few days to tell the change from chance.';
    case 'none':
    case undefined:
      return '';
  }
}
