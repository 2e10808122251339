import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { EVENTS_STREAM, type EventDefinition, type EventEnvelope } from '@powerpulse/contracts';
import { until } from './until.js';

/** The stream as an outsider sees it: puts events in, reads what services said. */
export interface EventStream {
  /** As another service would have published them; waits until the stream exists. Twice the same is stored twice. */
  publish(definition: EventDefinition, ...events: readonly EventEnvelope[]): Promise<void>;
  /** Any bytes on any subject. */
  publishRaw(subject: string, payload: string | Uint8Array): Promise<void>;
  /** All events of that kind in the stream, in its order. */
  events<D>(definition: EventDefinition<string, D>): Promise<EventEnvelope<D>[]>;
  /** There are consumers, and nothing is pending or unacknowledged for any of them. */
  drained(): Promise<boolean>;
  /** Deletes the stream with all its consumers, as an operator's mistake would. */
  clear(): Promise<void>;
  /** Deletes its messages; the consumers stay. */
  purge(): Promise<void>;
  deleteConsumers(): Promise<void>;
  close(): Promise<void>;
}

/** `seed`: of a user who may do everything, where the server lets nobody else in. */
export async function eventStream(natsUrl: string, seed?: Uint8Array): Promise<EventStream> {
  // Tests stop and start the server: come back quickly, and repeat what got lost.
  const nc = await connect({
    servers: natsUrl,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    ...(seed && { authenticator: nkeyAuthenticator(seed) }),
  });
  const client = jetstream(nc, { timeout: 1_000 });
  const manager = await jetstreamManager(nc, { timeout: 1_000 });
  const publishRaw = async (subject: string, payload: string | Uint8Array) => {
    await until(() => client.publish(subject, payload));
  };
  return {
    publishRaw,
    publish: async (definition, ...events) => {
      for (const event of events)
        await publishRaw(definition.subject(event.organization), JSON.stringify(event));
    },
    events: async <D>(definition: EventDefinition<string, D>) => {
      const { state } = await until(() =>
        manager.streams.info(EVENTS_STREAM.name, { subjects_filter: definition.filter }),
      );
      const expected = Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
      const found: EventEnvelope<D>[] = [];
      if (expected === 0) return found;
      const consumer = await client.consumers.get(EVENTS_STREAM.name, { filter_subjects: definition.filter });
      for await (const message of await consumer.fetch({ max_messages: expected, expires: 5_000 })) {
        found.push(definition.envelope.parse(message.json()));
        if (found.length === expected) break;
      }
      return found;
    },
    drained: async () => {
      const consumers = await manager.consumers.list(EVENTS_STREAM.name).next();
      // Not the ones by which `events` reads: nobody goes on reading with those.
      const durable = consumers.filter(({ config }) => config.durable_name !== undefined);
      return durable.every(({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0);
    },
    clear: async () => {
      await manager.streams.delete(EVENTS_STREAM.name);
    },
    purge: async () => {
      await manager.streams.purge(EVENTS_STREAM.name);
    },
    deleteConsumers: async () => {
      // 2.9.10 may fail to remove the folder of one that is just writing its state.
      await until(async () => {
        const consumers = await manager.consumers.list(EVENTS_STREAM.name).next();
        await Promise.all(consumers.map(({ name }) => manager.consumers.delete(EVENTS_STREAM.name, name)));
        return true;
      });
    },
    close: () => nc.close(),
  };
}
