import type { Database } from '@powerpulse/runtime';

const YEARS = 10;

/**
 * A table in monthly partitions, made as the first rows of their months come: exports go back years. Rows from longer
 * ago lie together in the default partition, as correct, so that a file of strange dates makes no thousand tables.
 */
export class MonthlyTable {
  private readonly prepared = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly table: string,
  ) {}

  /** Before the transaction that writes, never in it. Dates or instants, as ISO 8601. */
  async prepare(dates: Iterable<string>, now = new Date()): Promise<void> {
    const fresh = new Set<string>();
    for (const date of dates) {
      const month = date.slice(0, 7);
      if (!this.prepared.has(month)) fresh.add(month);
    }
    const oldest = `${now.getUTCFullYear() - YEARS}`;
    for (const month of fresh) {
      if (month > oldest)
        await this.database.query(`select "${this.database.schema}".prepare_month($1, $2::date)`, [
          this.table,
          `${month}-01`,
        ]);
      this.prepared.add(month);
    }
  }
}
