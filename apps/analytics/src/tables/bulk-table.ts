import { plainArray, textArray, type Tx } from '@powerpulse/runtime';

type Scalar = string | number | boolean | null;

/** A column, its SQL type, and where its value comes from. */
export type Column<R> = readonly [name: string, type: string, value: (row: R) => Scalar];

/** Whose rows: every read model has these two in front of its key. */
export interface Scope {
  readonly generation: number;
  readonly organization: string;
}

/** Writes many rows in one statement, whatever their number: a parameter per column, not per value. */
export class BulkTable<R> {
  private readonly insert: string;
  private readonly onReplace: string;
  private readonly onAdd: string;

  constructor(
    readonly name: string,
    readonly keys: readonly Column<R>[],
    readonly values: readonly Column<R>[],
    /** Tells apart the statements of two that write different columns of one table. */
    private readonly variant = 'all',
  ) {
    const columns = [...keys, ...values];
    const names = columns.map(([column]) => column).join(', ');
    this.insert = `insert into ${name} (generation, organization, ${names})
      select $1::int, $2::text, u.* from unnest(${arrayParameters(columns)}) as u`;
    const conflict = `on conflict (generation, organization, ${keys.map(([key]) => key).join(', ')}) do update set`;
    const set = (to: (column: string) => string) =>
      `${conflict} ${values.map(([column]) => `${column} = ${to(column)}`).join(', ')}`;
    this.onReplace = set((column) => `excluded.${column}`);
    this.onAdd = set((column) => `${name}.${column} + excluded.${column}`);
  }

  /** New values of rows, whether they exist or not. */
  replace(tx: Tx, scope: Scope, rows: readonly R[]): Promise<void> {
    return this.write(
      tx,
      `${this.name}-${this.variant}-replace`,
      `${this.insert} ${this.onReplace}`,
      scope,
      rows,
    );
  }

  /** Deltas to rows; a row that does not exist counts as all zero. */
  add(tx: Tx, scope: Scope, rows: readonly R[], also = ''): Promise<void> {
    return this.write(
      tx,
      `${this.name}-${this.variant}-add`,
      `${this.insert} ${this.onAdd}${also}`,
      scope,
      rows,
    );
  }

  /** Rows by their keys, where `condition` holds. */
  remove(tx: Tx, scope: Scope, rows: readonly R[], condition: string): Promise<void> {
    const names = this.keys.map(([key]) => key).join(', ');
    const text = `delete from ${this.name} where generation = $1 and organization = $2 and (${names}) in
      (select * from unnest(${arrayParameters(this.keys)})) and ${condition}`;
    return this.write(tx, `${this.name}-${this.variant}-remove`, text, scope, rows, this.keys);
  }

  private async write(
    tx: Tx,
    name: string,
    text: string,
    { generation, organization }: Scope,
    rows: readonly R[],
    columns: readonly Column<R>[] = [...this.keys, ...this.values],
  ): Promise<void> {
    if (rows.length === 0) return;
    const values = [generation, organization, ...columns.map((column) => arrayLiteral(column, rows))];
    await tx.prepared(name, text, values);
  }
}

const arrayParameters = <R>(columns: readonly Column<R>[]): string =>
  columns.map(([, type], i) => `$${i + 3}::${type}[]`).join(', ');

const QUOTED = new Set(['text', 'jsonb']);

function arrayLiteral<R>([, type, value]: Column<R>, rows: readonly R[]): string {
  const items = rows.map(value);
  if (!QUOTED.has(type)) return plainArray(items);
  return textArray(items.map((item) => (item === null ? null : String(item))));
}
