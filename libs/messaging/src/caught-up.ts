import { EVENTS_STREAM } from '@powerpulse/contracts';
import type { Broker } from './broker.js';

/**
 * Whether a durable has settled all that was in the stream when it was asked first: what it does not know then, nobody
 * will bring it any more. Reading the messages would say the same and cost a thousand times as much.
 */
export class CaughtUp {
  private awaited: { created: string; sequence: number } | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly durable: string,
  ) {}

  async now(): Promise<boolean> {
    const manager = await this.broker.manager();
    const consumer = await manager.consumers.info(EVENTS_STREAM.name, this.durable);
    const { num_pending, num_ack_pending, ack_floor, created } = consumer;
    if (num_pending + num_ack_pending === 0) return true;
    // A consumer made anew counts the messages of another stream.
    if (this.awaited?.created === created) return ack_floor.stream_seq >= this.awaited.sequence;
    const { state } = await manager.streams.info(EVENTS_STREAM.name);
    this.awaited = { created, sequence: state.last_seq };
    return false;
  }

  /** More was put in, or the broker is another: from now on. */
  again(): void {
    this.awaited = undefined;
  }
}
