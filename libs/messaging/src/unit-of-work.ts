import { EVENTS_STREAM, type EventDefinition } from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';

/** What has happened, to be told once the transaction is committed. */
export interface Fact<D> {
  organization: string;
  /** Deterministic: the same fact has the same id, however often it is computed. */
  id: string;
  correlationId: string;
  /** When the fact was committed for the first time. A fact told again under its id keeps its first instant. Default: now. */
  occurredAt?: Date;
  data: D;
}

/** An open transaction and the events that leave with it. */
export interface UnitOfWork {
  readonly tx: Tx;
  readonly emit: <N extends string, D>(event: EventDefinition<N, D>, fact: Fact<D>) => void;
}

/** An event as it stands in the outbox and on the wire. */
export interface OutgoingEvent {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly organization: string;
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly subject: string;
  /** JSON of the data alone. */
  readonly data: string;
}

/** The envelope as published. Built from the parts, so that a republished event equals the first one. */
export function envelopeJson(event: OutgoingEvent): string {
  const { id, name, version, organization, occurredAt, correlationId, data } = event;
  const head = JSON.stringify({
    id,
    name,
    version,
    organization,
    occurred_at: occurredAt,
    correlation_id: correlationId,
  });
  return `${head.slice(0, -1)},"data":${data}}`;
}

/** Room for the envelope around the data. */
const MAX_DATA_LENGTH = EVENTS_STREAM.maxMessageBytes - 4096;

export class OpenUnit implements UnitOfWork {
  readonly outgoing: OutgoingEvent[] = [];

  constructor(readonly tx: Tx) {}

  /** Refuses what no consumer could read: better no commit than a poisoned stream. Unknown fields are dropped. */
  readonly emit = <N extends string, D>(event: EventDefinition<N, D>, fact: Fact<D>): void => {
    const data = JSON.stringify(event.schema.parse(fact.data));
    if (Buffer.byteLength(data) > MAX_DATA_LENGTH) {
      throw new Error(`${event.name} ${fact.id} is too large for the stream: ${data.length} characters`);
    }
    this.outgoing.push({
      id: fact.id,
      name: event.name,
      version: event.version,
      organization: fact.organization,
      occurredAt: (fact.occurredAt ?? new Date()).toISOString(),
      correlationId: fact.correlationId,
      subject: event.subject(fact.organization),
      data,
    });
  };
}
