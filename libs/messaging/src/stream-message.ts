import type { Msg } from '@nats-io/transport-node';

/** One delivery of a stream's message. The client makes its own only inside its `consume`. */
export class StreamMessage {
  readonly deliveryCount: number;
  private settled = false;

  constructor(private readonly message: Msg) {
    // $JS.ACK.<stream>.<consumer>.<deliveries>... or, since 2.10 where set so, $JS.ACK.<domain>.<account>.<stream>...
    const tokens = message.reply?.split('.') ?? [];
    this.deliveryCount = Number(tokens[tokens.length === 9 ? 4 : 6] ?? 1);
  }

  get subject(): string {
    return this.message.subject;
  }

  get bytes(): number {
    return this.message.data.length;
  }

  text(): string {
    return this.message.string();
  }

  ack(): void {
    this.settle('+ACK');
  }

  /** Deliver it again after a while. Without a delay 2.9.10 may deliver into a pull that is just being closed. */
  retryAfter(delayMs: number): void {
    this.settle(`-NAK {"delay":${Math.max(1, Math.round(delayMs)) * 1_000_000}}`);
  }

  /** Restarts the time within which it must be settled. */
  working(): void {
    if (!this.settled) this.message.respond('+WPI');
  }

  private settle(verdict: string): void {
    if (this.settled) return;
    this.settled = true;
    this.message.respond(verdict);
  }
}
