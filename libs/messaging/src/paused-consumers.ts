import { createLogger, Database, isOutage, metrics } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';

const EVERY_MS = 1_000;

/** A consumer that stands still because most of its events became dead letters. */
export interface PausedConsumer {
  consumer: string;
  pausedAt: string;
  deadLetters: number;
  errorClass: string;
}

/** Which consumers of this service stand still, in all its processes and over restarts, until someone resumes them. */
@Injectable()
export class PausedConsumers {
  private readonly log = createLogger('paused');
  private readonly waiting = new Set<() => void>();
  private paused = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** Before anything is consumed. */
  async start(): Promise<void> {
    await this.look();
    if (!this.stopped) this.timer = setTimeout(() => void this.start(), EVERY_MS);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.wake();
  }

  /** Waits as long as the consumer stands still. `resumed`: it did. */
  async passed(consumer: string): Promise<'open' | 'resumed' | 'stopped'> {
    if (this.paused.size === 0 || !this.paused.has(consumer)) return 'open';
    while (!this.stopped && this.paused.has(consumer))
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    return this.stopped ? 'stopped' : 'resumed';
  }

  async pause(consumer: string, deadLetters: number, errorClass: string): Promise<void> {
    await this.database.query(
      `insert into paused_consumers (consumer, dead_letters, error_class) values ($1, $2, $3)
       on conflict (consumer) do nothing`,
      [consumer, deadLetters, errorClass],
    );
    this.know([...this.paused, consumer]);
  }

  /** `false`: it did not stand still. Other processes notice within a second. */
  async resume(consumer: string): Promise<boolean> {
    const rows = await this.database.query('delete from paused_consumers where consumer = $1 returning 1', [
      consumer,
    ]);
    this.know([...this.paused].filter((each) => each !== consumer));
    return rows.length > 0;
  }

  list(): Promise<PausedConsumer[]> {
    return this.database.query<PausedConsumer>(
      `select consumer, to_char(paused_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "pausedAt",
         dead_letters as "deadLetters", error_class as "errorClass"
       from paused_consumers order by consumer`,
    );
  }

  /** For the readiness report: an alarm, though the rest of the service can do its work. */
  async check(): Promise<void> {
    const paused = await this.list();
    if (paused.length > 0)
      throw new Error(`stopped until resumed: ${paused.map(({ consumer }) => consumer).join(', ')}`);
  }

  private async look(): Promise<void> {
    try {
      this.know((await this.list()).map(({ consumer }) => consumer));
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'can not tell which consumers stand still');
    }
  }

  private know(consumers: readonly string[]): void {
    const before = this.paused;
    this.paused = new Set(consumers);
    for (const consumer of new Set([...before, ...this.paused]))
      metrics.paused.set({ consumer }, this.paused.has(consumer) ? 1 : 0);
    this.wake();
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}
