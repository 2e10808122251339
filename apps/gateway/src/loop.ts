import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, isOutage } from '@powerpulse/runtime';

/** Repeats a piece of work until it is stopped. A failure is logged and tried again at the next turn. */
export class Loop {
  private readonly log = createLogger('loop');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly turn: () => Promise<void>,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.tryTurn();
      await delay(this.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** An outage may last: it is told when it begins, not at every turn. */
  private async tryTurn(): Promise<void> {
    try {
      await this.turn();
      this.failing = false;
    } catch (error) {
      const outage = isOutage(error);
      if (!outage) this.log.error({ err: error, loop: this.name }, 'this turn failed');
      else if (!this.failing) this.log.warn({ err: error, loop: this.name }, 'failing until the outage ends');
      this.failing = outage;
    }
  }
}
