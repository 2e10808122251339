import { jsonLines, plainArray, textArray, type Tx } from '@powerpulse/runtime';
import type { ArrivedEvent, KnownEvent } from './read-event.js';

interface Query {
  query<R>(text: string, params?: readonly unknown[]): Promise<R[]>;
}

/** Which consumer has processed which event. */
export class Inbox {
  constructor(private readonly schema: string) {}

  /** Marks the events and returns the ids of those that were not marked before. Waits for a rival's transaction. */
  async claim(
    tx: Tx,
    consumer: string,
    events: readonly ArrivedEvent[],
    keepPayload: boolean,
  ): Promise<Set<string>> {
    const column = <T>(kept: (events: readonly ArrivedEvent[]) => T): T | null =>
      keepPayload ? kept(events) : null;
    // In the order of ids, so that two processes with overlapping batches wait for each other instead of deadlocking.
    const fresh = await tx.prepared<{ id: string }>(
      'inbox-claim',
      `insert into "${this.schema}".inbox
         (consumer, event_id, occurred_at, organization, name, version, correlation_id, payload)
       select $1, event.*
       from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::int[], $7::text[],
         string_to_array($8, E'\\n')::json[]) as event(id, occurred_at, organization, name, version, correlation_id, data)
       order by id
       on conflict do nothing
       returning event_id::text as id`,
      [
        consumer,
        plainArray(events.map(({ id }) => id)),
        plainArray(events.map(({ occurred_at }) => occurred_at)),
        textArray(events.map(({ organization }) => organization)),
        column((kept) => textArray(kept.map(({ name }) => name))),
        column((kept) => plainArray(kept.map(({ version }) => version))),
        column((kept) => textArray(kept.map(({ correlation_id }) => correlation_id))),
        column((kept) => jsonLines(kept.map(({ arrived }) => JSON.stringify(arrived)))),
      ],
    );
    return new Set(fresh.map(({ id }) => id));
  }

  /** Marks an event that will not be processed now; with its data when a redrive has done so after all. */
  async mark(
    tx: Tx,
    consumer: string,
    event: KnownEvent & Partial<ArrivedEvent>,
    keepPayload = false,
  ): Promise<void> {
    const { name, version, correlation_id, arrived } = keepPayload ? event : {};
    await tx.query(
      `insert into "${this.schema}".inbox as i
         (consumer, event_id, occurred_at, organization, name, version, correlation_id, payload)
       values ($1, $2, $3, $4, $5, $6, $7, $8::json)
       on conflict (consumer, event_id, occurred_at) do update set name = excluded.name, version = excluded.version,
         correlation_id = excluded.correlation_id, payload = excluded.payload
       where i.payload is null and excluded.payload is not null`,
      [
        consumer,
        event.id,
        event.occurred_at,
        event.organization,
        name ?? null,
        version ?? null,
        correlation_id ?? null,
        arrived === undefined ? null : JSON.stringify(arrived),
      ],
    );
  }

  async seen(
    db: Query,
    consumer: string,
    events: readonly Pick<KnownEvent, 'id' | 'occurred_at'>[],
  ): Promise<Set<string>> {
    const rows = await db.query<{ id: string }>(
      `select i.event_id::text as id
       from unnest($2::uuid[], $3::timestamptz[]) as event(id, occurred_at)
       join "${this.schema}".inbox i on i.consumer = $1 and i.event_id = event.id and i.occurred_at = event.occurred_at`,
      [consumer, events.map(({ id }) => id), events.map(({ occurred_at }) => occurred_at)],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
