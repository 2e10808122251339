import { isOutage, type Logger, metrics } from '@powerpulse/runtime';

const FIRST_MS = 200;
const LONGEST_MS = 5_000;

const jitter = (ms: number) => ms * (0.8 + Math.random() * 0.4);

/** Waits out outages: they count as nothing, and last as long as they last. Ends when the consumer stops. */
export class Patience {
  private stopped = false;
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly consumer: string,
    private readonly log: Logger,
  ) {}

  stop(): void {
    this.stopped = true;
    for (const wake of this.wakers) wake();
  }

  /** `false`: don't try again, we are stopping. */
  async pause(round: number, error: unknown): Promise<boolean> {
    if (round === 1) {
      metrics.outages.inc({ consumer: this.consumer });
      this.log.warn({ err: error }, 'paused: something it needs is away');
    }
    return this.wait(jitter(Math.min(LONGEST_MS, FIRST_MS * 2 ** (round - 1))));
  }

  /** `false`: stopped. */
  async wait(ms: number): Promise<boolean> {
    if (!this.stopped && ms > 0) await this.sleep(ms);
    return !this.stopped;
  }

  /** Repeats until it works; `undefined` when stopped before. For our own bookkeeping, which returns something else. */
  async persist<T extends object | number | boolean>(work: () => Promise<T>): Promise<T | undefined> {
    for (let round = 1; ; round++) {
      try {
        return await work();
      } catch (error) {
        if (!isOutage(error)) throw error;
        if (!(await this.pause(round, error))) return undefined;
      }
    }
  }

  private async sleep(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let wake: (() => void) | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.wakers.add(resolve);
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    if (wake) this.wakers.delete(wake);
  }
}

/** Which wait follows the n-th failed attempt. */
export function retryDelay(delays: readonly number[], attempt: number): number {
  return jitter(delays[Math.min(attempt, delays.length) - 1] ?? 1_000);
}
