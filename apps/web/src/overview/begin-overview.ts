import {
  type DateRange,
  lowestDaysQuery,
  metricsQuery,
  outcomesQuery,
  sessionQuery,
  trendQuery,
} from '../api/client';
import { queries } from '../query-client';

/** Asks for what the page shows while its parts are still being put together; each part tells of its own failure. */
export async function beginOverview(range: DateRange): Promise<void> {
  const session = await queries.query(sessionQuery);
  if (!session?.permissions.includes('metrics:read')) return;
  await Promise.all([
    queries.query(metricsQuery(range)),
    queries.query(trendQuery),
    queries.query(outcomesQuery(range)),
    queries.query(lowestDaysQuery(range)),
  ]);
}
