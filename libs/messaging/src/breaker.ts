const WINDOW_MS = 60_000;
const REST_MS = 30_000;
/** Fewer say nothing about the deployment. */
const ENOUGH = 20;
const RATIO = 0.5;

/**
 * When most of what a consumer handles ends as dead letters, it is not the events: a bad deployment would drain the
 * whole stream into them. Then it rests between one dead letter and the next, until events succeed again.
 */
export class Breaker {
  private succeeded = 0;
  private buried = 0;
  private windowEnd = 0;
  private restUntil = 0;

  success(events: number, now: number): void {
    this.slide(now);
    this.succeeded += events;
    if (!this.tripped()) this.restUntil = 0;
  }

  /** Returns how long to wait before the next dead letter may be made; 0 in ordinary times. */
  delay(now: number): number {
    return Math.max(0, this.restUntil - now);
  }

  /** `true` when it trips: time for an alarm. */
  failure(now: number): boolean {
    this.slide(now);
    this.buried++;
    if (!this.tripped()) return false;
    this.restUntil = now + REST_MS;
    return true;
  }

  private tripped(): boolean {
    return this.buried >= ENOUGH && this.buried >= RATIO * (this.buried + this.succeeded);
  }

  /** A new window remembers that the last one was bad. */
  private slide(now: number): void {
    if (now < this.windowEnd) return;
    this.buried = this.tripped() ? ENOUGH - 1 : 0;
    this.succeeded = 0;
    this.windowEnd = now + WINDOW_MS;
  }
}
