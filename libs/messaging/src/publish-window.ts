import { jetstream } from '@nats-io/jetstream';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { Broker } from './broker.js';

/** At most so many publications without acknowledgement: beyond it a slow broker fills our memory. */
const WINDOW = 256;

export class PublishWindow {
  private free = WINDOW;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly broker: Broker) {}

  get waiters(): number {
    return this.waiting.length;
  }

  /** Resolves with the broker's acknowledgement; rejects where it refuses, is away or does not answer in 5 s. */
  async publish(subject: string, payload: string, headers: MsgHdrs): Promise<void> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free--;
    try {
      await jetstream(this.broker.current()).publish(subject, payload, { headers, timeout: 5_000 });
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }

  close(): void {
    for (const next of this.waiting.splice(0)) next();
  }
}
