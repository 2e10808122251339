import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/client';
import { time } from '../format';

/** Clocks and dates are those of the organization, wherever the reader sits. */
export const useZone = (): string | undefined => useQuery(sessionQuery).data?.time_zone;

/** An instant in words, there. */
export function useTime(): (instant: string) => string {
  const zone = useZone();
  return (instant) => time(instant, zone);
}
