import { type LiveChanges, together } from './domain/live-changes.js';

/** One stream: keeps what its reader has not taken yet, as one change, however slowly they read. */
export class LiveListener {
  private pending: LiveChanges | null = null;
  private woken = false;
  private over = false;
  private wakeUp: (() => void) | null = null;

  constructor(private readonly left: () => void) {}

  hear(changes: LiveChanges): void {
    this.pending = together(this.pending, changes);
  }

  /** What was before all that it has heard. */
  begin(changes: LiveChanges): void {
    this.pending = this.pending === null ? changes : together(changes, this.pending);
    this.wake();
  }

  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  leave(): void {
    if (this.over) return;
    this.over = true;
    this.left();
    this.wake();
  }

  /** At every turn, until this listener has left. */
  async turn(): Promise<boolean> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
    }
    this.woken = false;
    return !this.over;
  }

  take(): LiveChanges | null {
    const taken = this.pending;
    this.pending = null;
    return taken;
  }
}
