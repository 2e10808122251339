import type { Database } from '@powerpulse/runtime';

const EVERY_MS = 60_000;

export interface Checked {
  consumer: string;
  /** Up to this instant nothing is missing; null: nothing was compared yet. */
  through: string | null;
}

/** How far each consumer was compared with what was said to it, and when it is compared next. */
export class ReconciledSpans {
  constructor(
    private readonly database: Database,
    /** The least time between two looks. */
    private readonly soonMs: number,
  ) {}

  /** Those that are due, or all that nobody took just now; whoever takes one has it for a while. */
  async take(consumers: readonly string[], urgent: boolean): Promise<Checked[]> {
    if (consumers.length === 0) return [];
    return this.database.query<Checked>(
      `with known as (
         insert into reconciled (consumer) select unnest($1::text[]) on conflict do nothing)
       update reconciled set next_at = now() + $2 * interval '1 millisecond'
       where consumer = any($1) and next_at <= now() + $3 * interval '1 millisecond'
       returning consumer, to_char(through at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as through`,
      [consumers, EVERY_MS, urgent ? EVERY_MS - 0.8 * this.soonMs : 0],
    );
  }

  async moved(consumer: string, through: string): Promise<void> {
    await this.database.query(
      'update reconciled set through = greatest(through, $2::timestamptz) where consumer = $1',
      [consumer, through],
    );
  }

  /** Something is on its way, or was said again. */
  async soon(consumer: string): Promise<void> {
    await this.database.query(
      `update reconciled set next_at = now() + $2 * interval '1 millisecond' where consumer = $1`,
      [consumer, this.soonMs],
    );
  }
}
