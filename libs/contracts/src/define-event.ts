import { z } from 'zod';
import { eventFilter, eventSubject } from './subjects.js';

/** What travels: the event's data with what every event has. Never message text. */
export interface EventEnvelope<D = unknown> {
  /** UUID, deterministic: publishing the same fact twice gives the same id. */
  id: string;
  name: string;
  version: number;
  organization: string;
  /** ISO 8601 with milliseconds: when the fact was committed for the first time. */
  occurred_at: string;
  /** Follows one upload or request through all services. */
  correlation_id: string;
  data: D;
}

export interface EventDefinition<N extends string = string, D = unknown> {
  readonly name: N;
  readonly version: number;
  /** The service that publishes it. */
  readonly context: string;
  readonly description: string;
  readonly schema: z.ZodType<D>;
  readonly envelope: z.ZodType<EventEnvelope<D>>;
  /** Subject filter over all versions and organizations. */
  readonly filter: string;
  subject(organization: string): string;
}

export type EventOf<E> = E extends EventDefinition<string, infer D> ? EventEnvelope<D> : never;
export type DataOf<E> = E extends EventDefinition<string, infer D> ? D : never;

export const envelopeFields = {
  id: z.uuid(),
  name: z.string(),
  version: z.int().positive(),
  organization: z.string().min(1).max(200),
  occurred_at: z.iso.datetime({ offset: true }),
  correlation_id: z.string(),
};

/** One object per event: name, version, schema and type together. */
export function defineEvent<const N extends string, S extends z.ZodType>(definition: {
  name: N;
  version: number;
  context: string;
  description: string;
  schema: S;
}): EventDefinition<N, z.infer<S>> {
  const { name, version, context, description } = definition;
  const schema = definition.schema as unknown as z.ZodType<z.infer<S>>;
  return {
    name,
    version,
    context,
    description,
    schema,
    envelope: z.object({ ...envelopeFields, data: schema }),
    filter: eventFilter(context, name),
    subject: (organization) => eventSubject(context, name, version, organization),
  };
}
