import {
  BatchScored,
  ConversationDayCreated,
  ConversationDayRetracted,
  DayUnscored,
  durableName,
} from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';
import type { DayState } from '../domain/conversation-day.js';
import { type DayEvent, statedBy } from '../domain/evolve-day.js';
import type { DateRange } from '../queries/date-range.js';
import { loadDays } from '../tables/read-model-tables.js';

/** A part of what a generation is built from, and where to go on; no position after the last part. */
export interface SourcePage {
  readonly said: DayState[];
  readonly events: number;
  readonly position: string[] | null;
}

const CONVERSATIONS_A_PAGE = 300;

interface Wanted extends DateRange {
  /** Of an ordinary page. */
  readonly share: number;
}

const shareOf = ({ share }: Wanted, page: number): number => Math.max(1, Math.round(page * share));

/** The rows of the live generation, conversation by conversation; those outside the range, where there is one. */
export async function rowsPage(
  tx: Tx,
  live: { organization: string; generation: number },
  range: Wanted,
  position: readonly string[],
): Promise<SourcePage> {
  const rows = await tx.query<{ id: string }>(
    `select distinct conversation_id as id from conversation_days
     where generation = $1 and organization = $2 and conversation_id > $3 order by 1 limit $4`,
    [live.generation, live.organization, position[0] ?? NIL, shareOf(range, CONVERSATIONS_A_PAGE)],
  );
  const ids = rows.map((row) => row.id);
  const last = ids.at(-1);
  if (last === undefined) return { said: [], events: 0, position: null };
  const days = await loadDays(tx, live, ids);
  const said = isBounded(range) ? days.filter((day) => !isInside(range, day.date)) : days;
  return { said, events: 0, position: [last] };
}

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * In this order: judgements first. A judgement of a day that is not known yet waits in its row and counts nowhere, so
 * that every sum is written once, when the day itself comes. Batches hold many days each.
 */
const KEPT = [
  { event: BatchScored, page: 20 },
  { event: DayUnscored, page: 2_000 },
  { event: ConversationDayCreated, page: 2_000 },
  { event: ConversationDayRetracted, page: 2_000 },
];

interface InboxRow {
  event_id: string;
  occurred_at: string;
  name: string;
  version: number;
  correlation_id: string;
  payload: unknown;
}

/**
 * A month that has just been filled has no statistics yet: without them all of the rest of history is read and sorted
 * for each page.
 */
const IN_ORDER_OF_INDEX = 'set local enable_sort = off; set local enable_bitmapscan = off';
const AS_USUAL = 'set local enable_sort to default; set local enable_bitmapscan to default';

/** The events this service keeps in its own inbox, in the order in which they happened: what came together lies together. */
export async function eventsPage(
  tx: Tx,
  organization: string,
  range: Wanted,
  position: readonly string[],
): Promise<SourcePage> {
  const [name = KEPT[0]?.event.name, occurredAt = '-infinity', eventId = NIL] = position;
  const index = KEPT.findIndex(({ event }) => event.name === name);
  const kept = KEPT[index];
  if (kept === undefined) throw new Error(`a replay can not go on after ${String(name)}`);
  await tx.query(IN_ORDER_OF_INDEX);
  const rows = await tx.prepared<InboxRow>(
    'events-page',
    `select event_id, name, version, correlation_id, payload,
       to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at
     from inbox
     where consumer = $1 and (occurred_at, event_id) > ($2::timestamptz, $3::uuid)
       and organization = $4 and payload is not null
     order by inbox.occurred_at, event_id limit $5`,
    [durableName('analytics', kept.event.name), occurredAt, eventId, organization, shareOf(range, kept.page)],
  );
  await tx.query(AS_USUAL);
  const last = rows.at(-1);
  const next = KEPT[index + 1];
  if (last === undefined)
    return next
      ? eventsPage(tx, organization, range, [next.event.name])
      : { said: [], events: 0, position: null };
  const said = rows.flatMap((row) => statedBy(eventIn(organization, row)));
  return {
    said: isBounded(range) ? said.filter((day) => isInside(range, day.date)) : said,
    events: rows.length,
    position: [kept.event.name, last.occurred_at, last.event_id],
  };
}

export async function countEvents(db: Pick<Tx, 'query'>, organization: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::float8 as n from inbox
     where consumer = any($2) and organization = $1 and payload is not null`,
    [organization, KEPT.map(({ event }) => durableName('analytics', event.name))],
  );
  return row?.n ?? 0;
}

export const isBounded = ({ start_date, end_date }: DateRange): boolean =>
  start_date !== null || end_date !== null;

const isInside = ({ start_date, end_date }: DateRange, date: string): boolean =>
  (start_date === null || date >= start_date) && (end_date === null || date <= end_date);

const SCHEMAS = { ConversationDayCreated, ConversationDayRetracted, BatchScored, DayUnscored };

function eventIn(organization: string, row: InboxRow): DayEvent {
  const name = row.name as DayEvent['name'];
  return {
    id: row.event_id,
    name,
    version: row.version,
    organization,
    occurred_at: row.occurred_at,
    correlation_id: row.correlation_id,
    data: SCHEMAS[name].schema.parse(row.payload),
  } as DayEvent;
}
