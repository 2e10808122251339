/** Wakes loops of this process that would otherwise only poll. Raised while nobody waits, it is not lost. */
export class Signal {
  private count = 0;
  private readonly waiting = new Set<() => void>();

  get raised(): number {
    return this.count;
  }

  raise(): void {
    this.count += 1;
    for (const wake of [...this.waiting]) wake();
  }

  /** Until the signal was raised since `seen`, the time is over or the loop is to stop. */
  async wait(seen: number, ms: number, stop: AbortSignal): Promise<void> {
    if (this.count !== seen || stop.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      stop.addEventListener('abort', done);
      this.waiting.add(done);
    });
  }
}
