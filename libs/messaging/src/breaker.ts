const WINDOW_MS = 60_000;
/** Fewer say nothing about the deployment. */
const ENOUGH = 20;
const RATIO = 0.5;

/**
 * When most of what a consumer handles ends as dead letters, it is not the events: a bad deployment would drain the
 * whole stream into them.
 */
export class Breaker {
  private succeeded = 0;
  private buried = 0;
  private windowEnd = 0;

  success(events: number, now: number): void {
    this.slide(now);
    this.succeeded += events;
  }

  /** How many dead letters there were within the minute, when they are too many; else 0. */
  failure(now: number): number {
    this.slide(now);
    this.buried++;
    const tripped = this.buried >= ENOUGH && this.buried >= RATIO * (this.buried + this.succeeded);
    return tripped ? this.buried : 0;
  }

  /** Someone has looked at it: it may fail as often again. */
  reset(): void {
    this.windowEnd = 0;
  }

  private slide(now: number): void {
    if (now < this.windowEnd) return;
    this.buried = 0;
    this.succeeded = 0;
    this.windowEnd = now + WINDOW_MS;
  }
}
