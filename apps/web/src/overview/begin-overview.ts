import {
  type DateRange,
  lowestDaysQuery,
  metricsQuery,
  outcomesQuery,
  sessionQuery,
  trendQuery,
} from '../api/client';
import { queries } from '../query-client';
import { sessionAsked } from '../sign-in/one-time-link';

/** Asks for what the page shows while its parts are still being put together; each part tells of its own failure. */
export async function beginOverview(range: DateRange): Promise<void> {
  // Asked before a one-time link was used, the session would not be there yet.
  await sessionAsked;
  const session = await queries.query(sessionQuery);
  if (!session?.permissions.includes('metrics:read')) return;
  await Promise.all([
    queries.query(metricsQuery(range)),
    queries.query(trendQuery),
    queries.query(outcomesQuery(range)),
    queries.query(lowestDaysQuery(range)),
  ]);
}
