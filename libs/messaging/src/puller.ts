import {
  createInbox,
  type Msg,
  nanos,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node';
import { EVENTS_STREAM } from '@powerpulse/contracts';
import { atMost } from './at-most.js';
import { StreamMessage } from './stream-message.js';

const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 5_000;

export interface Room {
  messages: number;
  bytes: number;
}

export interface PullerEvents {
  /** What may be asked for now; no messages where there is no room. */
  room(): Room;
  message(message: StreamMessage): void;
  /** Stream, consumer or request may be gone: check, then `wake`. */
  lost(): void;
}

/**
 * Pulls messages of one durable into one subscription, bounded by messages and bytes. The client's own `consume` bounds
 * only one of the two, and what waits inside it can't be kept alive while the handler waits out an outage.
 */
export class Puller {
  private readonly inbox: string;
  private readonly subscription: Subscription;
  private readonly watchdog: NodeJS.Timeout;
  private serial = 0;
  /** Asked for and neither arrived nor given up. */
  private outstanding = 0;
  private lastWord = Date.now();
  private stopped = false;

  constructor(
    private readonly nc: NatsConnection,
    private readonly durable: string,
    inboxPrefix: string,
    private readonly events: PullerEvents,
  ) {
    this.inbox = createInbox(inboxPrefix);
    this.subscription = nc.subscribe(`${this.inbox}.*`, {
      callback: (error, message) => (error ? this.events.lost() : this.receive(message)),
    });
    this.watchdog = setInterval(() => this.checkSilence(), HEARTBEAT_MS);
  }

  /** Asks for more where there is room and nothing is asked for yet. */
  wake(): void {
    if (this.stopped || this.outstanding > 0) return;
    const { messages, bytes } = this.events.room();
    if (messages < 1) return;
    this.outstanding = messages;
    this.lastWord = Date.now();
    const request = {
      batch: messages,
      max_bytes: bytes,
      expires: nanos(EXPIRES_MS),
      idle_heartbeat: nanos(HEARTBEAT_MS),
    };
    const next = `$JS.API.CONSUMER.MSG.NEXT.${EVENTS_STREAM.name}.${this.durable}`;
    this.nc.publish(next, JSON.stringify(request), { reply: `${this.inbox}.${++this.serial}` });
  }

  /** After a reconnection: the server has forgotten what was asked for. */
  reset(): void {
    this.outstanding = 0;
    this.wake();
  }

  /** Asks for nothing more; what is on its way still arrives. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.watchdog);
    if (!this.nc.isClosed() && !this.subscription.isClosed()) await atMost(2_000, this.subscription.drain());
  }

  private receive(message: Msg): void {
    this.lastWord = Date.now();
    if (!message.subject.startsWith(this.inbox)) {
      this.outstanding = Math.max(0, this.outstanding - 1);
      this.events.message(new StreamMessage(message));
      this.wake();
    } else if (message.subject === `${this.inbox}.${this.serial}`) this.status(message);
  }

  private status(message: Msg): void {
    const code = message.headers?.code ?? 503;
    if (code === 100) return;
    this.outstanding = 0;
    const description = message.headers?.description.toLowerCase() ?? '';
    // 404, 408 and the byte bound end a request in good order. 503: nobody there. 409: deleted, leader changed, limits.
    if (code === 404 || code === 408 || description.includes('maxbytes')) this.wake();
    else this.events.lost();
  }

  private checkSilence(): void {
    if (this.outstanding === 0 || Date.now() - this.lastWord < 2.5 * HEARTBEAT_MS) return;
    this.outstanding = 0;
    this.events.lost();
  }
}
