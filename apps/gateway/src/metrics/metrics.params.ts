import { GROUP_BYS, type GroupBy } from '@powerpulse/contracts';
import { DateRangeParams } from '../http/date-range.js';
import { QueryEnum, QueryInt, QueryText } from '../http/params.js';

export class RangeParams extends DateRangeParams {
  @QueryText(
    'Only days judged by this scorer, as `scorers` lists it. None: all.',
    'local/trained-1@local-2',
    300,
  )
  scorer?: string;
}

export class MetricsParams extends RangeParams {
  @QueryInt('How many topics `topic_frequency` lists at most.', {
    min: 1,
    max: 1000,
    example: 20,
    fallback: 20,
  })
  topics?: number;
}

export class GroupedMetricsParams extends MetricsParams {
  @QueryEnum(GROUP_BYS, 'Also the numbers of each topic, agent, outcome or scorer.')
  group_by?: GroupBy;

  @QueryInt('How many groups at most, the largest of the range.', {
    min: 1,
    max: 100,
    example: 20,
    fallback: 20,
  })
  groups?: number;
}

export class HistoricalParams extends RangeParams {
  @QueryInt('How many topics `topic_frequency` of each date lists at most.', {
    min: 0,
    max: 100,
    example: 5,
    fallback: 5,
  })
  topics?: number;
}

export class DailyMetricsParams extends HistoricalParams {
  @QueryEnum(GROUP_BYS, 'Also the numbers of each topic, agent, outcome or scorer; of at most 400 dates.')
  group_by?: GroupBy;

  @QueryInt('How many groups at most, the largest of the range.', {
    min: 1,
    max: 20,
    example: 5,
    fallback: 5,
  })
  groups?: number;
}

export class LowestDaysParams extends DateRangeParams {
  @QueryInt('How many days.', { min: 1, max: 100, example: 5, fallback: 5 })
  limit?: number;
}
