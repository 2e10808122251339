import {
  BatchScored,
  ConversationDayCreated,
  ConversationDayRetracted,
  DayUnscored,
} from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';
import type { DayState } from '../domain/conversation-day.js';
import { type DayEvent, statedBy } from '../domain/evolve-day.js';
import { loadDays } from '../tables/read-model-tables.js';

/** A part of what a generation is built from, and where to go on; no position after the last part. */
export interface SourcePage {
  readonly said: DayState[];
  readonly position: string[] | null;
}

const CONVERSATIONS_A_PAGE = 300;
const EVENTS_A_PAGE = 500;

/** The rows of the live generation, conversation by conversation. */
export async function rowsPage(
  tx: Tx,
  live: { organization: string; generation: number },
  position: readonly string[] | null,
): Promise<SourcePage> {
  const rows = await tx.query<{ id: string }>(
    `select distinct conversation_id as id from conversation_days
     where generation = $1 and organization = $2 and conversation_id > $3 order by 1 limit $4`,
    [live.generation, live.organization, position?.[0] ?? NIL, CONVERSATIONS_A_PAGE],
  );
  const ids = rows.map((row) => row.id);
  const last = ids.at(-1);
  if (last === undefined) return { said: [], position: null };
  return { said: await loadDays(tx, live, ids), position: [last] };
}

const NIL = '00000000-0000-0000-0000-000000000000';

interface InboxRow {
  consumer: string;
  event_id: string;
  occurred_at: string;
  name: string;
  version: number;
  correlation_id: string;
  payload: unknown;
}

/** The events this service keeps in its own inbox, in the order of their keys: for days any order will do, and this one has what came together side by side. */
export async function eventsPage(
  tx: Tx,
  organization: string,
  position: readonly string[] | null,
): Promise<SourcePage> {
  const rows = await tx.query<InboxRow>(
    `select consumer, event_id, name,
       to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at, version, correlation_id, payload from inbox
     where (consumer, occurred_at, event_id) > ($2, $3::timestamptz, $4::uuid)
       and organization = $1 and payload is not null and name = any($5)
     order by consumer, occurred_at, event_id limit $6`,
    [organization, ...(position ?? ['', '-infinity', NIL]), Object.keys(SCHEMAS), EVENTS_A_PAGE],
  );
  const last = rows.at(-1);
  if (last === undefined) return { said: [], position: null };
  return {
    said: rows.flatMap((row) => statedBy(eventIn(organization, row))),
    position: [last.consumer, last.occurred_at, last.event_id],
  };
}

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
