import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '@powerpulse/runtime';

/** Work beside the stream: again at once while there is more, else after a pause. One round at a time. */
export class Loop {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    /** One round; true where there is more to do at once. */
    private readonly work: () => Promise<boolean>,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Returns when the round under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) if (!(await this.round())) await this.pause(signal);
  }

  private async round(): Promise<boolean> {
    try {
      return await this.work();
    } catch (error) {
      // Whatever is the matter, the work still stands in the database: the next round tries again.
      createLogger(this.name).warn({ err: error }, 'a round failed');
      return false;
    }
  }

  private async pause(signal: AbortSignal): Promise<void> {
    await delay(this.pauseMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
