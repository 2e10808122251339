import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import type { Broker } from './broker.js';

/** At most so many publications without acknowledgement: beyond it a slow broker fills our memory. */
const WINDOW = 256;
const ANSWER_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 500;

interface Publication {
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Publishes into the stream and waits for what the broker says to each. The client's own `publish` makes a request of
 * every event, with a timer and two error objects each: several times the cost of the publication.
 */
export class PublishWindow {
  private free = WINDOW;
  private readonly waiting: (() => void)[] = [];
  private readonly open = new Map<string, Publication>();
  private nc: NatsConnection | undefined;
  private inbox = '';
  private serial = 0;
  private clock: NodeJS.Timeout | undefined;

  constructor(private readonly broker: Broker) {}

  get waiters(): number {
    return this.waiting.length;
  }

  /** Resolves with the broker's acknowledgement; rejects where it refuses, is away or does not answer in 5 s. */
  async publish(subject: string, payload: string, headers: MsgHdrs): Promise<void> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free--;
    try {
      await this.acknowledged(subject, payload, headers);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }

  close(): void {
    for (const next of this.waiting.splice(0)) next();
  }

  private acknowledged(subject: string, payload: string, headers: MsgHdrs): Promise<void> {
    const nc = this.listening();
    const reply = `${this.inbox}.${++this.serial}`;
    return new Promise((resolve, reject) => {
      nc.publish(subject, payload, { headers, reply });
      this.open.set(reply, { until: Date.now() + ANSWER_WITHIN_MS, resolve, reject });
      this.clock ??= setTimeout(() => this.giveUp(), LOOK_EVERY_MS);
    });
  }

  /** One subscription for all answers; it survives reconnections. */
  private listening(): NatsConnection {
    const nc = this.broker.current();
    if (this.nc !== nc) {
      this.nc = nc;
      this.inbox = createInbox(this.broker.inboxPrefix);
      nc.subscribe(`${this.inbox}.*`, {
        callback: (error, message) => {
          if (error === null) this.answered(message);
        },
      });
    }
    return nc;
  }

  private answered(message: Msg): void {
    const publication = this.open.get(message.subject);
    if (publication === undefined) return;
    this.open.delete(message.subject);
    const refused = refusal(message);
    if (refused === null) publication.resolve();
    else publication.reject(new Error(refused));
  }

  private giveUp(): void {
    const now = Date.now();
    for (const [reply, publication] of this.open) {
      // In the order of their publication: the rest is younger.
      if (publication.until > now) break;
      this.open.delete(reply);
      publication.reject(new Error(`the broker did not answer in ${String(ANSWER_WITHIN_MS)} ms`));
    }
    this.clock = this.open.size > 0 ? setTimeout(() => this.giveUp(), LOOK_EVERY_MS) : undefined;
  }
}

/** Why the broker did not store it; `null` where it did. */
function refusal(message: Msg): string | null {
  if (message.headers?.code) return 'no stream takes events of this subject';
  const { stream, error } = message.json<{ stream?: string; error?: { description?: string } }>();
  if (error !== undefined) return error.description ?? 'the broker refused';
  return stream ? null : 'the broker gave no acknowledgement';
}
