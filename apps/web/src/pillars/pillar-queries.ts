import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, type DateRange } from '../api/client';

export type GroupBy = 'topic' | 'agent' | 'outcome';

/** As many small pictures as still can be compared. */
const GROUPS = 12;

export const groupValuesQuery = (range: DateRange, group_by: GroupBy) =>
  queryOptions({
    queryKey: ['group-values', range, group_by],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/metrics', { params: { query: { ...range, group_by, groups: GROUPS } }, signal })),
    placeholderData: (before) => before,
  });

/** Date by date; at most 400 dates. */
export const groupDatesQuery = (range: Required<DateRange>, group_by: GroupBy) =>
  queryOptions({
    queryKey: ['group-dates', range, group_by],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/metrics/daily', { params: { query: { ...range, group_by, groups: GROUPS } }, signal }),
      ),
    placeholderData: (before) => before,
  });
