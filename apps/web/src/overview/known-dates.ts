import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trendQuery } from '../api/client';

/** The first and the last date that have data. */
export function useKnownDates() {
  const { data, error } = useQuery(trendQuery);
  const dates = useMemo(() => {
    const [first, last] = [data?.[0]?.date, data?.at(-1)?.date];
    return first !== undefined && last !== undefined ? { first, last } : undefined;
  }, [data]);
  return { dates, error, pending: data === undefined };
}
