import type { Tx } from '@powerpulse/runtime';
import type { ConversationSource } from './conversation-source.js';
import type { Order, Place } from './list-cursor.js';
import { orderBy, SORTS, type SortColumn, type Wanted } from './list-sorts.js';
import type { SqlParameters } from './sql-parameters.js';

/** Rows in order, and how many there are on all pages. */
interface CountedPage {
  readonly rows: Place[];
  readonly total: number;
  /** Of all pages; null where the source does not count them. */
  readonly totalDays: number | null;
}

interface Totals {
  total: number;
  total_days: number | null;
}

/**
 * One page of conversations as their days in a range make them. They have to be put together before they can be sorted,
 * so the statement that does it also counts them, unless the number is known.
 */
export async function rangePage(
  tx: Tx,
  source: ConversationSource,
  { sort, order, limit, from }: Wanted,
  knownTotal: number | null,
): Promise<CountedPage> {
  const { column, carried } = SORTS[sort];
  const parameters = source.parameters.copy();
  const total = knownTotal === null ? 'count(*) over ()::int' : parameters.add(knownTotal, 'int');
  const days = source.countsDays ? 'sum(c.days) over ()::int' : 'null::int';
  const isBeyond = typeof from === 'number' ? 'true' : beyond(SORTS[sort], order, from, parameters);
  const offset = parameters.add(typeof from === 'number' ? from : 0, 'bigint');
  const rows = await tx.query<Place & Totals>(
    `select chat_id as "chatId", ${carried('value')} as value, total, total_days from (
       select chat_id, ${column} as value, total, total_days
       from (select c.*, ${total} as total, ${days} as total_days from ${source.from} where ${source.where.join(' and ')}) as c
       where ${isBeyond} order by ${orderBy(column, order)}
       limit ${parameters.add(limit, 'bigint')} offset ${offset}) as page`,
    parameters.values,
  );
  const { total: n, total_days } = rows[0] ?? (await totalsOf(tx, source));
  return { rows, total: knownTotal ?? n, totalDays: total_days };
}

/** Where a page is empty nothing stands beside its rows. */
async function totalsOf(tx: Tx, source: ConversationSource): Promise<Totals> {
  const days = source.countsDays ? 'coalesce(sum(c.days), 0)::int' : 'null::int';
  const [row] = await tx.query<Totals>(
    `select count(*)::int as total, ${days} as total_days from ${source.from} where ${source.where.join(' and ')}`,
    source.parameters.values,
  );
  return row ?? { total: 0, total_days: null };
}

function beyond(
  { column, type }: SortColumn,
  order: Order,
  { value, chatId }: Place,
  parameters: SqlParameters,
): string {
  const after = order === 'asc' ? '>' : '<';
  const id = parameters.add(chatId, 'text');
  if (column === 'chat_id') return `chat_id ${after} ${id}`;
  if (value === null) return `(${column} is null and chat_id > ${id})`;
  const at = parameters.add(value, type);
  return `(${column} ${after} ${at} or (${column} = ${at} and chat_id > ${id}) or ${column} is null)`;
}
