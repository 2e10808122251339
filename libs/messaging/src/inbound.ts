import type { EventDefinition, EventEnvelope } from '@powerpulse/contracts';
import type { ICommand } from '@nestjs/cqrs';
import type { UnitOfWork } from './unit-of-work.js';

/** A micro-batch of one event type: parsed, schema-checked, each event once. */
export interface Delivery<D> {
  readonly consumer: string;
  /** Of possibly several organizations, in the order of arrival. */
  readonly events: readonly EventEnvelope<D>[];
  /**
   * One transaction: inbox marks, `work`, outbox rows; after the commit the events go out. `fresh` are those of `events`
   * that were never processed before (possibly none). Every handler commits, once, also where it has nothing to do.
   */
  commit<T>(work: (unit: UnitOfWork, fresh: readonly EventEnvelope<D>[]) => Promise<T>): Promise<T>;
}

export interface InboundOptions {
  /** At most so many events in one transaction. */
  batch: number;
  /** Keep the event's data in the inbox, for rebuilds. */
  keepPayload?: boolean;
  /** A handler that takes longer has failed; what it would still commit is refused. Default 120 s. */
  handlerTimeoutMs?: number;
}

export interface InboundRow {
  readonly event: EventDefinition;
  readonly options: InboundOptions;
  readonly command: (delivery: Delivery<unknown>) => ICommand;
}

/** One row of a service's `inbound.ts`: each delivery of `event` becomes a command. */
export function on<N extends string, D>(
  event: EventDefinition<N, D>,
  options: InboundOptions,
  command: (delivery: Delivery<D>) => ICommand,
): InboundRow {
  return { event, options, command: command as InboundRow['command'] };
}
