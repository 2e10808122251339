import { setImmediate as nextTurn } from 'node:timers/promises';
import { plainArray, textArray, type Tx } from '@powerpulse/runtime';

type Scalar = string | number | boolean | null;

/** A column, its SQL type, and where its value comes from. */
export type Column<R> = readonly [name: string, type: string, value: (row: R) => Scalar];

/** Whose rows: every read model has these two in front of its key. */
export interface Scope {
  readonly generation: number;
  readonly organization: string;
}

/** A statement and its rows, column by column as they are to be written; nothing where there are no rows. */
export type Write = {
  readonly name: string;
  readonly text: string;
  readonly scope: Scope;
  readonly columns: readonly (() => string)[];
} | null;

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
  replace(scope: Scope, rows: readonly R[]): Write {
    return this.write('replace', `${this.insert} ${this.onReplace}`, scope, rows);
  }

  /** Deltas to rows; a row that does not exist counts as all zero. */
  add(scope: Scope, rows: readonly R[], also = ''): Write {
    return this.write('add', `${this.insert} ${this.onAdd}${also}`, scope, rows);
  }

  /** Rows by their keys, where `condition` holds. */
  remove(scope: Scope, rows: readonly R[], condition: string): Write {
    const names = this.keys.map(([key]) => key).join(', ');
    const text = `delete from ${this.name} where generation = $1 and organization = $2 and (${names}) in
      (select * from unnest(${arrayParameters(this.keys)})) and ${condition}`;
    return this.write('remove', text, scope, rows, this.keys);
  }

  private write(
    how: string,
    text: string,
    scope: Scope,
    rows: readonly R[],
    columns: readonly Column<R>[] = [...this.keys, ...this.values],
  ): Write {
    if (rows.length === 0) return null;
    const name = `${this.name}-${this.variant}-${how}`;
    return { name, text, scope, columns: columns.map((column) => () => arrayLiteral(column, rows)) };
  }
}

/** One after the other; each is put together while PostgreSQL runs the one before. */
export async function writeInTurn(tx: Tx, writes: readonly (() => Write)[]): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  for (const make of writes) {
    const write = make();
    if (write === null) continue;
    const values = await valuesOf(write);
    await running;
    running = tx.prepared(write.name, write.text, values);
    // It is awaited before the next one; until then its failure waits.
    running.catch(() => undefined);
    // What is long goes out in several pieces.
    await nextTurn();
  }
  await running;
}

/** Thousands of rows have some forty columns: others have a turn of the event loop between them. */
async function valuesOf({ scope, columns }: NonNullable<Write>): Promise<unknown[]> {
  const values: unknown[] = [scope.generation, scope.organization];
  let since = performance.now();
  for (const column of columns) {
    values.push(column());
    if (performance.now() - since < TURN_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return values;
}

const TURN_MS = 15;

const arrayParameters = <R>(columns: readonly Column<R>[]): string =>
  columns.map(([, type], i) => `$${i + 3}::${type}[]`).join(', ');

const QUOTED = new Set(['text', 'jsonb']);

function arrayLiteral<R>([, type, value]: Column<R>, rows: readonly R[]): string {
  const items = rows.map(value);
  if (!QUOTED.has(type)) return plainArray(items);
  return textArray(items.map((item) => (item === null ? null : String(item))));
}
