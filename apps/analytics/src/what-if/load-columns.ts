import type { Tx } from '@powerpulse/runtime';
import { type DayColumns, emptyColumns } from '../domain/what-if.js';
import type { Scope } from '../tables/bulk-table.js';

export interface LoadedColumns extends DayColumns {
  /** 16 bytes a conversation: its UUID. */
  readonly ids: Buffer;
}

const PAGE = 50_000;
const NIL = '00000000-0000-0000-0000-000000000000';

type Row = [
  id: string,
  date: number,
  effectiveness: number,
  effort: number,
  empathy: number,
  firstResponse: number | null,
  avgResponse: number | null,
  handling: number | null,
  silent: boolean,
];

/** All scored days, page by page: never more rows in memory than a page has. `days`: how many there are. */
export async function loadColumns(tx: Tx, scope: Scope, days: number): Promise<LoadedColumns> {
  const columns = emptyColumns(days);
  const ids: Buffer[] = [];
  let at = 0;
  let id = NIL;
  let date = -2_147_483_648;
  for (;;) {
    const rows = await nextPage(tx, scope, id, date);
    for (const row of rows) {
      if (row[0] !== id || ids.length === 0) ids.push(Buffer.from(row[0].replaceAll('-', ''), 'hex'));
      [id, date] = row;
      put(columns, at++, ids.length - 1, row);
    }
    if (rows.length < PAGE) break;
  }
  if (at !== days) throw new Error(`${String(at)} scored days where the dates' sums say ${String(days)}`);
  return { ...columns, conversations: ids.length, ids: Buffer.concat(ids) };
}

function put(columns: DayColumns, i: number, conversation: number, row: Row): void {
  columns.conversation[i] = conversation;
  columns.date[i] = row[1];
  columns.effectiveness[i] = row[2];
  columns.effort[i] = row[3];
  columns.empathy[i] = row[4];
  columns.firstResponse[i] = row[5] ?? Number.NaN;
  columns.avgResponse[i] = row[6] ?? Number.NaN;
  columns.handling[i] = row[7] ?? Number.NaN;
  columns.silent[i] = row[8] ? 1 : 0;
}

async function nextPage(tx: Tx, scope: Scope, id: string, date: number): Promise<Row[]> {
  const { rows } = await tx.client.query<Row>({
    rowMode: 'array',
    text: `select conversation_id, date - date '1970-01-01', effectiveness, effort, empathy, first_response_time,
       avg_response_time, total_handling_time * 60,
       coalesce(customer_turns > 0 and unanswered_turns = customer_turns, false)
     from conversation_days
     where generation = $1 and organization = $2 and csi is not null
       and (conversation_id, date) > ($3::uuid, date '1970-01-01' + greatest($4::int, -700000))
     order by conversation_id, date limit ${PAGE}`,
    values: [scope.generation, scope.organization, id, date],
  });
  return rows;
}

/** As PostgreSQL writes a UUID. */
export function idOf({ ids }: LoadedColumns, conversation: number): string {
  const hex = ids.toString('hex', 16 * conversation, 16 * (conversation + 1));
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
