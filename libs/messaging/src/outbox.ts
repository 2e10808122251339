import { jsonLines, plainArray, textArray, type Tx } from '@powerpulse/runtime';
import type { OutgoingEvent } from './unit-of-work.js';

interface Query {
  query<R>(text: string, params?: readonly unknown[]): Promise<R[]>;
}

/** A place in the outbox. */
export interface OutboxKey {
  id: string;
  occurredAt: string;
}

const keys = (events: readonly OutboxKey[]) => [events.map((e) => e.id), events.map((e) => e.occurredAt)];

export interface HistoryRange {
  /** By the event's own instant; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  readonly organization: string | null;
  /** As NATS matches: `*` is one token, `>` at the end all that follow. */
  readonly subject: string | null;
}

const patternOf = (subject: string): string =>
  `^${subject
    .replaceAll(/[^\w.*>-]/g, '\\$&')
    .replaceAll('.', '\\.')
    .replaceAll('*', '[^.]+')
    .replace(/>$/, '.+')}$`;

/** Nearly always all in one statement; a conversation of thousands of days would be too much for one. */
const CHUNK_CHARACTERS = 8 * 1024 * 1024;

function* inChunks(events: readonly OutgoingEvent[]): Generator<OutgoingEvent[]> {
  let chunk: OutgoingEvent[] = [];
  let size = 0;
  for (const event of events) {
    if (size + event.data.length > CHUNK_CHARACTERS && chunk.length > 0) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(event);
    size += event.data.length;
  }
  if (chunk.length > 0) yield chunk;
}

/** The permanent history of what a service said, and what of it still has to be published. */
export class Outbox {
  constructor(private readonly schema: string) {}

  async write(tx: Tx, events: readonly OutgoingEvent[]): Promise<void> {
    for (const chunk of inChunks(events)) await this.insert(tx, chunk);
  }

  private async insert(tx: Tx, events: readonly OutgoingEvent[]): Promise<void> {
    await tx.prepared(
      'outbox-write',
      `with written as (
         insert into "${this.schema}".outbox
           (event_id, occurred_at, organization, name, version, correlation_id, subject, data)
         select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[],
           string_to_array($8, E'\\n')::json[])
         on conflict do nothing
         returning event_id, occurred_at)
       insert into "${this.schema}".outbox_unpublished (event_id, occurred_at) select event_id, occurred_at from written`,
      [
        plainArray(events.map(({ id }) => id)),
        plainArray(events.map(({ occurredAt }) => occurredAt)),
        textArray(events.map(({ organization }) => organization)),
        textArray(events.map(({ name }) => name)),
        plainArray(events.map(({ version }) => version)),
        textArray(events.map(({ correlationId }) => correlationId)),
        textArray(events.map(({ subject }) => subject)),
        jsonLines(events.map(({ data }) => data)),
      ],
    );
  }

  /** A mark that gets lost costs one duplicate, so it need not wait for the disk. */
  async markPublished(db: Query, events: readonly OutboxKey[]): Promise<void> {
    await db.query(
      `with relaxed as (select set_config('synchronous_commit', 'off', true) as mode)
       delete from "${this.schema}".outbox_unpublished u
       using unnest($1::uuid[], $2::timestamptz[]) as done(event_id, occurred_at), relaxed
       where u.event_id = done.event_id and u.occurred_at = done.occurred_at and relaxed.mode = 'off'`,
      keys(events),
    );
  }

  /** Takes what is due, for half a minute: whoever dies meanwhile leaves it to the next. */
  async takeOverdue(db: Query, limit: number): Promise<OutgoingEvent[]> {
    return db.query<OutgoingEvent>(
      `with due as (
         select event_id, occurred_at from "${this.schema}".outbox_unpublished
         where retry_at < now() order by retry_at limit $1 for update skip locked),
       taken as (
         update "${this.schema}".outbox_unpublished u set retry_at = now() + interval '30 seconds'
         from due where u.event_id = due.event_id and u.occurred_at = due.occurred_at
         returning u.event_id, u.occurred_at)
       select ${OUTGOING} from taken join "${this.schema}".outbox o using (event_id, occurred_at)
       order by o.occurred_at`,
      [limit],
    );
  }

  /** A page of the history, oldest first. */
  async history(
    db: Query,
    { from, to, organization, subject }: HistoryRange,
    after: OutboxKey | null,
    limit: number,
  ): Promise<OutgoingEvent[]> {
    return db.query<OutgoingEvent>(
      `select ${OUTGOING} from "${this.schema}".outbox o
       where o.occurred_at >= coalesce($1, '-infinity'::timestamptz) and o.occurred_at < coalesce($2, 'infinity'::timestamptz)
         and ($3::text is null or o.organization = $3) and ($4::text is null or o.subject ~ $4)
         and ($5::uuid is null or (o.occurred_at, o.event_id) > ($6::timestamptz, $5::uuid))
       order by o.occurred_at, o.event_id limit $7`,
      [
        from,
        to,
        organization,
        subject === null ? null : patternOf(subject),
        after?.id ?? null,
        after?.occurredAt ?? null,
        limit,
      ],
    );
  }

  async byKeys(db: Query, events: readonly OutboxKey[]): Promise<OutgoingEvent[]> {
    return db.query<OutgoingEvent>(
      `select ${OUTGOING} from unnest($1::uuid[], $2::timestamptz[]) as wanted(event_id, occurred_at)
       join "${this.schema}".outbox o using (event_id, occurred_at)`,
      keys(events),
    );
  }

  async oldestUnpublishedSeconds(db: Query): Promise<number> {
    const rows = await db.query<{ age: number | null }>(
      `select extract(epoch from now() - min(recorded_at))::float8 as age from "${this.schema}".outbox_unpublished`,
    );
    return rows[0]?.age ?? 0;
  }
}

const OUTGOING = `o.event_id::text as id, o.name, o.version, o.organization, o.correlation_id as "correlationId", o.subject,
  to_char(o.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt", o.data::text as data`;
