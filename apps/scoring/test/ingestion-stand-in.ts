import { connect } from '@nats-io/transport-node';
import { GetConversationNames, GetDayTranscripts, type ReplyOf, type RequestOf } from '@powerpulse/contracts';
import type { MadeDay } from './made-days.js';

const MAX_REPLY = 400_000;

/** What ingestion answers to scoring, over the wire, from days made for a test. */
export interface IngestionStandIn {
  add(...days: readonly MadeDay[]): void;
  /** Customer names by conversation. */
  readonly names: Map<string, string>;
  /** Days asked for so far. */
  readonly asked: number;
  close(): Promise<void>;
}

export async function ingestionStandIn(natsUrl: string): Promise<IngestionStandIn> {
  const nc = await connect({ servers: natsUrl });
  const days = new Map<string, MadeDay>();
  const names = new Map<string, string>();
  let asked = 0;
  nc.subscribe(GetDayTranscripts.subject, {
    queue: 'ingestion',
    callback: (_, message) => {
      const request = GetDayTranscripts.request.parse(message.json());
      asked += request.days.length;
      message.respond(JSON.stringify(answer(request, days)));
    },
  });
  nc.subscribe(GetConversationNames.subject, {
    queue: 'ingestion',
    callback: (_, message) => {
      const { conversation_ids } = GetConversationNames.request.parse(message.json());
      const known = conversation_ids.filter((id) => names.has(id));
      const conversations = known.map((id) => ({
        conversation_id: id,
        customer_name: names.get(id) ?? null,
      }));
      message.respond(JSON.stringify({ conversations }));
    },
  });
  await nc.flush();
  return {
    names,
    add: (...more) => {
      for (const day of more)
        days.set(`${day.event.data.day_id} ${day.event.data.conversation_version}`, day);
    },
    get asked() {
      return asked;
    },
    close: () => nc.close(),
  };
}

function answer(request: RequestOf<typeof GetDayTranscripts>, days: ReadonlyMap<string, MadeDay>) {
  const reply: ReplyOf<typeof GetDayTranscripts> = { days: [] };
  let size = 0;
  for (const { day_id, conversation_version, offset, earlier_days } of request.days) {
    const all = days.get(`${day_id} ${conversation_version}`)?.messages ?? [];
    const messages = [];
    for (const message of all.slice(offset)) {
      const bytes = JSON.stringify(message).length;
      if (size + bytes > MAX_REPLY && (reply.days.length > 0 || messages.length > 0)) break;
      size += bytes;
      messages.push(message);
    }
    const whole = offset + messages.length === all.length;
    if (!whole && reply.days.length > 0) break;
    reply.days.push({
      day_id,
      messages,
      offset,
      total: all.length,
      earlier_first_messages: earlier_days.map(() => null),
    });
    if (!whole) break;
  }
  return reply;
}
