import type { NatsConnection } from '@nats-io/transport-node';
import { Puller } from './puller.js';
import type { StreamMessage } from './stream-message.js';

/** Never at once while closing: 2.9.10 then redelivers into the dying pull, where the message sticks until ack_wait. */
const HAND_BACK_MS = 250;
const LINGER_MS = 20;
const MAX_HELD_BYTES = 16 * 1024 * 1024;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** A pull must be able to carry the largest message. */
const MIN_PULL_BYTES = 1024 * 1024;

export interface IntakeOptions {
  nc: NatsConnection;
  durable: string;
  inboxPrefix: string;
  batch: number;
  ackWaitMs: number;
  connected: () => boolean;
  lost: () => void;
  /** Makes the broker forget our last pull, before anything is handed back. */
  withdraw: () => Promise<void>;
}

/** What this process holds of one durable: fetched ahead, kept alive, given out in micro-batches, settled once. */
export class Intake {
  private readonly held = new Set<StreamMessage>();
  private heldBytes = 0;
  private queue: StreamMessage[] = [];
  private queueBytes = 0;
  private firstAt = 0;
  private wakeTaker: (() => void) | undefined;
  private stopped = false;
  private withdrawn = false;
  private readonly returning: StreamMessage[] = [];
  private readonly capacity: number;
  private readonly puller: Puller;
  private readonly heart: NodeJS.Timeout;

  constructor(private readonly options: IntakeOptions) {
    this.capacity = Math.max(2 * options.batch, 16);
    this.puller = new Puller(options.nc, options.durable, options.inboxPrefix, {
      room: () => this.room(),
      message: (message) => this.receive(message),
      lost: options.lost,
    });
    this.heart = setInterval(() => this.keepAlive(), options.ackWaitMs / 3);
  }

  wake(): void {
    this.puller.wake();
  }

  reset(): void {
    this.puller.reset();
  }

  /** The next micro-batch: full, or as much as came within the linger time. Empty once stopped. */
  async take(): Promise<StreamMessage[]> {
    while (!this.stopped) {
      const waited = Date.now() - this.firstAt;
      const full = this.queue.length >= this.options.batch || this.queueBytes >= MAX_BATCH_BYTES;
      if (full || (this.queue.length > 0 && waited >= LINGER_MS)) return this.cut();
      await this.change(this.queue.length > 0 ? LINGER_MS - waited : undefined);
    }
    return [];
  }

  ack(messages: readonly StreamMessage[]): void {
    for (const message of messages) if (this.release(message)) message.ack();
    this.askForMore();
  }

  retryLater(message: StreamMessage, delayMs: number): void {
    if (this.release(message)) message.retryAfter(delayMs);
    this.askForMore();
  }

  /** While stopping: for another process, or for us after the restart. */
  handBack(messages: readonly StreamMessage[]): void {
    if (!this.withdrawn) this.returning.push(...messages);
    else for (const message of messages) if (this.release(message)) message.retryAfter(HAND_BACK_MS);
  }

  /** The consumer was created anew: sequences of old messages now name other messages, so they must not be settled. */
  forget(): void {
    this.held.clear();
    this.heldBytes = 0;
    this.queue = [];
    this.queueBytes = 0;
  }

  /** Stops fetching and hands back what nobody has taken. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeTaker?.();
    await this.puller.stop();
    await this.options.withdraw();
    this.withdrawn = true;
    this.handBack([...this.queue.splice(0), ...this.returning.splice(0)]);
  }

  /** After the last settlement. */
  end(): void {
    clearInterval(this.heart);
  }

  private room() {
    const bytes = MAX_HELD_BYTES - this.heldBytes;
    return { messages: bytes < MIN_PULL_BYTES ? 0 : this.capacity - this.held.size, bytes };
  }

  private receive(message: StreamMessage): void {
    this.held.add(message);
    this.heldBytes += message.bytes;
    if (this.stopped) {
      this.handBack([message]);
      return;
    }
    if (this.queue.length === 0) this.firstAt = Date.now();
    this.queue.push(message);
    this.queueBytes += message.bytes;
    const size = this.queue.length;
    if (size === 1 || size >= this.options.batch || this.queueBytes >= MAX_BATCH_BYTES) this.wakeTaker?.();
  }

  private cut(): StreamMessage[] {
    let bytes = 0;
    let count = 0;
    while (count < this.options.batch && count < this.queue.length && bytes < MAX_BATCH_BYTES) {
      bytes += this.queue[count++]?.bytes ?? 0;
    }
    this.queueBytes -= bytes;
    return this.queue.splice(0, count);
  }

  private async change(withinMs: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wakeTaker = resolve;
      if (withinMs !== undefined) timer = setTimeout(resolve, withinMs);
    });
    this.wakeTaker = undefined;
    clearTimeout(timer);
  }

  private release(message: StreamMessage): boolean {
    if (!this.held.delete(message)) return false;
    this.heldBytes -= message.bytes;
    return true;
  }

  /** Not for each settled message: many small pulls cost more than a few large ones. */
  private askForMore(): void {
    if (this.held.size <= this.capacity / 2) this.puller.wake();
  }

  private keepAlive(): void {
    if (this.options.connected()) for (const message of this.held) message.working();
  }
}
