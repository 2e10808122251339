/**
 * Which rows changed since somebody looked last, exactly, whatever the order of commits: each row names the transaction
 * that changed it last, and who looks keeps the snapshot they looked with (`pg_current_snapshot()`). A time or a
 * sequence would miss what was written before but committed after.
 */
export const CHANGED_IN = 'changed_in xid8 not null default pg_current_xact_id()';

/** The trigger, for the entity: any update of a row in which one of these columns changes. */
export const noteChange = (columns: readonly string[]) => ({
  name: 'note_change',
  timing: 'before' as const,
  events: ['update' as const],
  body: `if row(${listed('old', columns)}) is distinct from row(${listed('new', columns)}) then new.changed_in = pg_current_xact_id(); end if; return new`,
});

/** The same, for the migration. */
export function noteChangesOf(table: string, columns: readonly string[]): string[] {
  const { name, body } = noteChange(columns);
  const called = `${table}_${name}_fn()`;
  return [
    `create function ${called} returns trigger language plpgsql as $$ begin ${body}; end; $$`,
    `create trigger ${name} before update on ${table} for each row execute function ${called}`,
  ];
}

const listed = (row: string, columns: readonly string[]): string =>
  columns.map((column) => `${row}.${column}`).join(', ');

/** As a condition: the row changed after `snapshot` (an expression) was taken. An index on the column serves it. */
export const changedSince = (snapshot: string): string =>
  `changed_in >= pg_snapshot_xmin(${snapshot}) and not pg_visible_in_snapshot(changed_in, ${snapshot})`;

/** As an expression: `snapshot` was taken here. False after a restore: transactions are counted anew. */
export const takenHere = (snapshot: string): string =>
  `pg_snapshot_xmax(${snapshot}) <= pg_snapshot_xmax(pg_current_snapshot())`;
