import type { ListConversations, RequestOf } from '@powerpulse/contracts';
import { ANY_DAY } from '../domain/day-gaps.js';
import { conversationsIn } from './conversations-in.js';
import type { Wanted } from './list-sorts.js';
import type { LiveView } from './live-models.js';

type Request = RequestOf<typeof ListConversations>;

const DAY_MS = 86_400_000;
/** From one day to more than ten years in seven steps. */
const FACTOR = 4;
const MOST_DAYS = 4_096;

/**
 * The first page of the newest conversations needs no more than the last days of a range: whoever wrote in them wrote
 * later than anybody who did not. Returns the beginning of as many days as hold that many conversations.
 */
export async function startOfNewest(
  view: LiveView,
  request: Request,
  { from, limit }: Wanted,
): Promise<string | null> {
  const { start_date, end_date } = request;
  if (typeof from !== 'number') return start_date;
  const last = end_date ?? (await lastDate(view));
  if (last === null) return start_date;
  for (let days = 1; days <= MOST_DAYS; days *= FACTOR) {
    const start = new Date(Date.parse(last) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    if (start_date !== null && start <= start_date) return start_date;
    const found = await conversationsIn(view, ANY_DAY, { start_date: start, end_date });
    if (found >= from + limit) return start;
  }
  return start_date;
}

async function lastDate({ tx, scope }: LiveView): Promise<string | null> {
  const [row] = await tx.query<{ last: string | null }>(
    `select max(date) as last from daily_metrics where generation = $1 and organization = $2 and dimension = 'all'`,
    [scope.generation, scope.organization],
  );
  return row?.last ?? null;
}
