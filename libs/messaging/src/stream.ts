import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { EVENTS_STREAM } from '@powerpulse/contracts';

/** Only a backstop against endless redelivery: attempts are counted in PostgreSQL. */
export const MAX_DELIVER = 20;

type WantedStream = Partial<StreamConfig> & { name: string };

const has = (current: object, wanted: object) =>
  Object.entries(wanted).every(
    ([key, value]) => JSON.stringify((current as Record<string, unknown>)[key]) === JSON.stringify(value),
  );

const isCode = (error: unknown, code: number) => error instanceof JetStreamApiError && error.code === code;

/** What of the stream depends on the installation. */
export interface StreamWish {
  maxBytes?: number | undefined;
  replicas?: number | undefined;
  /** Bring one that is there into line; else take it as it is. */
  mend: boolean;
}

function wantedStream({ maxBytes = EVENTS_STREAM.maxBytes, replicas = 1 }: StreamWish): WantedStream {
  return {
    name: EVENTS_STREAM.name,
    subjects: [...EVENTS_STREAM.subjects],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_age: nanos(EVENTS_STREAM.maxAgeDays * 86_400_000),
    max_bytes: maxBytes,
    num_replicas: replicas,
    duplicate_window: nanos(EVENTS_STREAM.dedupeWindowMinutes * 60_000),
    max_msg_size: EVENTS_STREAM.maxMessageBytes,
  };
}

/** Creates the stream where it is missing. Safe to call by many at once. */
export async function ensureStream(manager: JetStreamManager, wish: StreamWish): Promise<void> {
  const wanted = wantedStream(wish);
  try {
    const { config } = await manager.streams.info(wanted.name);
    if (wish.mend && !has(config, wanted))
      await manager.streams.update(wanted.name, { ...config, ...wanted });
  } catch (error) {
    if (!isCode(error, JetStreamApiCodes.StreamNotFound)) throw error;
    await addStream(manager, wanted);
  }
}

/** Of several that create it at the same time all but one may be refused, with various reasons: it is there, then. */
async function addStream(manager: JetStreamManager, wanted: WantedStream): Promise<void> {
  try {
    await manager.streams.add(wanted);
  } catch (error) {
    try {
      await manager.streams.info(wanted.name);
    } catch {
      throw error;
    }
  }
}

export interface ConsumerSpec {
  durable: string;
  filter: string;
  maxAckPending: number;
  ackWaitMs: number;
}

/**
 * A power cut can leave a stream with fewer messages than its consumers have had: what is put in then would be passed over
 * until its numbers are beyond theirs.
 */
async function isBehind(manager: JetStreamManager, delivered: number): Promise<boolean> {
  const { state } = await manager.streams.info(EVENTS_STREAM.name);
  return state.last_seq < delivered;
}

/** Returns when the consumer was created: another instant than last time means that it was lost in between. */
export async function ensureConsumer(manager: JetStreamManager, spec: ConsumerSpec): Promise<string> {
  const changeable: Partial<ConsumerConfig> = {
    filter_subject: spec.filter,
    ack_wait: nanos(spec.ackWaitMs),
    max_deliver: MAX_DELIVER,
    max_ack_pending: spec.maxAckPending,
  };
  try {
    const { config, created, delivered } = await manager.consumers.info(EVENTS_STREAM.name, spec.durable);
    const behind = await isBehind(manager, delivered.stream_seq);
    if (!behind && !has(config, changeable))
      await manager.consumers.update(EVENTS_STREAM.name, spec.durable, changeable);
    if (!behind) return created;
    await manager.consumers.delete(EVENTS_STREAM.name, spec.durable);
  } catch (error) {
    if (!isCode(error, JetStreamApiCodes.ConsumerNotFound)) throw error;
  }
  const { created } = await manager.consumers.add(EVENTS_STREAM.name, {
    durable_name: spec.durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ...changeable,
  });
  return created;
}
