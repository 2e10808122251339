import { createLogger, isOutage } from '@powerpulse/runtime';
import type { Signal } from './signal.js';

/** Runs a step over and over: at once on a signal, else after the milliseconds that the step asks for. */
export class Loop {
  private readonly stopping = new AbortController();
  private readonly log = createLogger('loop');
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly signal: Signal,
    private readonly step: () => Promise<number>,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the step under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const stop = this.stopping.signal;
    for (let failures = 0; !stop.aborted;) {
      const seen = this.signal.raised;
      try {
        const pause = await this.step();
        failures = 0;
        if (pause > 0) await this.signal.wait(seen, pause, stop);
      } catch (error) {
        failures += 1;
        const level = isOutage(error) ? 'warn' : 'error';
        this.log[level]({ loop: this.name, failures, err: error }, 'step failed, trying again');
        await this.signal.wait(this.signal.raised, Math.min(250 * 2 ** failures, 15_000), stop);
      }
    }
  }
}
