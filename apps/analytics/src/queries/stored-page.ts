import type { Tx } from '@powerpulse/runtime';
import { type ConversationSource, countOf } from './conversation-source.js';
import type { Order, Place, Sort } from './list-cursor.js';
import type { Start } from './known-places.js';
import { SORTS, type Wanted } from './list-sorts.js';
import type { SqlParameters } from './sql-parameters.js';

type StoredWanted = Pick<Wanted, 'sort' | 'order' | 'limit'> & Start;

/**
 * One page of the stored conversations, by chat ids: with those an index alone can answer, however deep the page. Rows
 * with a value and rows without come from two statements, each of which reads its index in order and stops; together
 * they would have to sort everything.
 */
export async function storedPage(tx: Tx, source: ConversationSource, wanted: StoredWanted): Promise<Place[]> {
  const { after, skip, limit, sort } = wanted;
  const { nullable } = SORTS[sort];
  const pastValues = after !== null && after.value === null;
  const valued = pastValues ? [] : await select(tx, source, { ...wanted, part: 'valued' });
  if (!nullable || valued.length === limit) return valued;
  const missing = { ...wanted, limit: limit - valued.length, part: 'null' } as const;
  if (pastValues) return select(tx, source, missing);
  const skipped = skip > 0 && valued.length === 0 ? await valuedBehind(tx, source, wanted) : skip;
  return [...valued, ...(await select(tx, source, { ...missing, after: null, skip: skip - skipped }))];
}

/** How many rows with a value there are. */
function valuedBehind(
  tx: Tx,
  source: ConversationSource,
  { sort, order, after }: StoredWanted,
): Promise<number> {
  const parameters = source.parameters.copy();
  const where = [...source.where, `${SORTS[sort].column} is not null`];
  if (after !== null) where.push(beyond(sort, order, false, after, parameters));
  return countOf(tx, { ...source, where, parameters });
}

async function select(
  tx: Tx,
  source: ConversationSource,
  { sort, order, limit, after, skip, part }: StoredWanted & { part: 'valued' | 'null' },
): Promise<Place[]> {
  const { column, carried, nullable } = SORTS[sort];
  const parameters = source.parameters.copy();
  const where = [...source.where];
  if (nullable) where.push(`${column} is ${part === 'null' ? 'null' : 'not null'}`);
  if (after !== null) where.push(beyond(sort, order, part === 'null', after, parameters));
  // Not `nulls last`: an index read backwards has them first, and here there are none or nothing else.
  const by = part === 'null' ? [] : [`${column} ${order}`];
  if (column !== 'chat_id') by.push('chat_id');
  const offset = parameters.add(skip, 'bigint');
  // What a cursor carries is worked out outside, for the rows of the page and not for all that are skipped.
  return tx.query<Place>(
    `select chat_id as "chatId", ${carried('value')} as value from (
       select chat_id, ${column} as value from ${source.from}
       where ${where.join(' and ')} order by ${by.join(', ')}
       limit ${parameters.add(limit, 'bigint')} offset ${offset}) as page`,
    parameters.values,
  );
}

/** Behind a place in the list; the first comparison is one that an index can start from. */
function beyond(
  sort: Sort,
  order: Order,
  isNull: boolean,
  { value, chatId }: Place,
  parameters: SqlParameters,
): string {
  const { column, type } = SORTS[sort];
  const after = order === 'asc' ? '>' : '<';
  const id = parameters.add(chatId, 'text');
  if (isNull) return `chat_id > ${id}`;
  if (column === 'chat_id') return `chat_id ${after} ${id}`;
  const at = parameters.add(value, type);
  return `${column} ${after}= ${at} and (${column} ${after} ${at} or chat_id > ${id})`;
}
