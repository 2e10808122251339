import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { type DateRange, type Progress, type Replay, uploadsQuery } from '../api/client';
import { replaysQuery } from '../operations/operations-queries';

/** Queries whose second part is the dates they are about. */
const OF_DATES = new Set([
  'metrics',
  'outcomes',
  'explain',
  'lowest',
  'group-values',
  'group-dates',
  'what-if',
  'conversations',
]);
/** And those about all of them. */
const OF_ALL = new Set(['trend', 'groups', 'conversation', 'days', 'messages']);

function isTouched([name, range]: QueryKey, dates: readonly string[] | null): boolean {
  if (OF_ALL.has(String(name))) return true;
  if (!OF_DATES.has(String(name))) return false;
  if (dates === null) return true;
  const { start_date = '', end_date = '9999-12-31' } = (range ?? {}) as DateRange;
  return dates.some((date) => date >= start_date && date <= end_date);
}

/**
 * Reads anew what is on screen and changed; what is not looked at is read when it is. Changes that come while that is
 * under way wait for its end: answers slower than changes would else never be seen.
 */
export function refresher(queries: QueryClient): (dates: string[] | null) => void {
  let waiting: Set<string> | null | undefined;
  let reading = false;
  const read = async () => {
    reading = true;
    while (waiting !== undefined) {
      const dates = waiting === null ? null : [...waiting];
      waiting = undefined;
      await queries.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey, dates) });
    }
    reading = false;
  };
  return (dates) => {
    waiting = dates === null || waiting === null ? null : new Set([...(waiting ?? []), ...dates]);
    if (!reading) void read();
  };
}

/** The newest first. */
export function takeInUpload(queries: QueryClient, upload: Progress): void {
  queries.setQueryData(uploadsQuery.queryKey, (known) => {
    if (!known) return known;
    const others = known.uploads.filter(({ upload_id }) => upload_id !== upload.upload_id);
    const isNew = others.length === known.uploads.length;
    const uploads = [upload, ...others].toSorted(
      (a, b) => Date.parse(b.start_time) - Date.parse(a.start_time),
    );
    return { ...known, uploads, total: known.total + (isNew ? 1 : 0) };
  });
}

export function takeInReplay(queries: QueryClient, replay: Replay): void {
  queries.setQueryData(replaysQuery.queryKey, (known) => {
    if (!known) return known;
    const others = known.replays.filter(({ replay_id }) => replay_id !== replay.replay_id);
    const replays = [replay, ...others].toSorted(
      (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at),
    );
    return { ...known, replays };
  });
}
