import { noop } from '@tanstack/react-query';
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

/** Whoever waits longer sees the page around its numbers meanwhile. */
const PATIENCE_MS = 1_000;

let begun: Promise<void> = Promise.resolve();

/** Asks for what the page shows while its parts are still being put together; each part tells of its own failure. */
export function beginOverview(range: DateRange): void {
  begun = ask(range).catch(noop);
}

/** The first screen can be drawn whole; at once where another page was opened. */
export const overviewBegun = () =>
  Promise.race([begun, new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS))]);

async function ask(range: DateRange): Promise<void> {
  // Asked before a one-time link was used, the session would not be there yet.
  await sessionAsked;
  const session = await queries.query(sessionQuery);
  if (!session?.permissions.includes('metrics:read')) return;
  const firstScreen = [queries.query(metricsQuery(range)), queries.query(trendQuery)];
  queries.query(outcomesQuery(range)).catch(noop);
  queries.query(lowestDaysQuery(range)).catch(noop);
  await Promise.all(firstScreen);
}
