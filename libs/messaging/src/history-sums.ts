import type { EventKey, ReplyOf, RequestOf, ListSaidEvents, SumEvents } from '@powerpulse/contracts';
import { LISTED_EVENTS } from '@powerpulse/contracts';
import type { Database } from '@powerpulse/runtime';

const TEXT = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The same for the same ids in any order, at a few nanoseconds an id. */
const SUM = `count(*)::float8 as events, coalesce(bit_xor(uuid_hash_extended(event_id, 0)), 0)::text as sum`;

export interface EventSum {
  events: number;
  sum: string;
}

/** What this service has said of one kind. */
export async function sumSaid(
  db: Database,
  { event, from, to, at_most }: RequestOf<typeof SumEvents>,
): Promise<ReplyOf<typeof SumEvents>> {
  const [sum] = await db.query<ReplyOf<typeof SumEvents>>(
    `with cut as (
       select greatest(occurred_at, $2::timestamptz + interval '1 millisecond') as at from outbox
       where occurred_at >= $2 and occurred_at < $3 order by occurred_at offset $4 limit 1),
     span as (select coalesce((select at from cut), $3::timestamptz) as until)
     select ${SUM}, ${TEXT('(select until from span)')} as "to" from outbox
     where name = $1 and occurred_at >= $2 and occurred_at < (select until from span)`,
    [event, from ?? '-infinity', to, at_most],
  );
  if (sum === undefined) throw new Error('a sum without a row');
  return sum;
}

/** What a consumer knows, as processed or as a dead letter. */
export async function sumHeard(
  db: Database,
  consumer: string,
  from: string | null,
  to: string,
): Promise<EventSum> {
  const [sum] = await db.query<EventSum>(
    `select ${SUM} from inbox where consumer = $1 and occurred_at >= $2 and occurred_at < $3`,
    [consumer, from ?? '-infinity', to],
  );
  if (sum === undefined) throw new Error('a sum without a row');
  return sum;
}

export async function listSaid(
  db: Database,
  { event, from, to, after }: RequestOf<typeof ListSaidEvents>,
): Promise<ReplyOf<typeof ListSaidEvents>> {
  const span = [event, from ?? '-infinity', to];
  const events = await db.query<EventKey>(
    `select o.event_id as id, ${TEXT('o.occurred_at')} as occurred_at from outbox o
     where o.name = $1 and o.occurred_at >= $2 and o.occurred_at < $3
       and ($4::uuid is null or (o.occurred_at, o.event_id) > ($5::timestamptz, $4::uuid))
       and not exists (select from outbox_unpublished u
         where u.event_id = o.event_id and u.occurred_at = o.occurred_at)
     order by o.occurred_at, o.event_id limit ${LISTED_EVENTS}`,
    [...span, after?.id ?? null, after?.occurred_at ?? null],
  );
  const [waiting] = await db.query<{ n: number }>(
    `select count(*)::float8 as n from outbox_unpublished u join outbox o using (event_id, occurred_at)
     where o.name = $1 and o.occurred_at >= $2 and o.occurred_at < $3`,
    span,
  );
  return { events, unpublished: waiting?.n ?? 0 };
}
