import type { Order, Place, Sort } from './list-cursor.js';

export interface SortColumn {
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  /** How a cursor carries a value without losing any of it. */
  readonly carried: (value: string) => string;
}

const instant = (column: string): SortColumn => ({
  column,
  type: 'timestamptz',
  nullable: false,
  carried: (value) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
});
const number = (column: string, type: string, nullable: boolean): SortColumn => ({
  column,
  type,
  nullable,
  carried: (value) => `${value}::float8`,
});

export const SORTS: Record<Sort, SortColumn> = {
  last_message_at: instant('last_message_at'),
  created_at: instant('first_message_at'),
  csi: number('csi', 'float8', true),
  sentiment_score: number('sentiment_score', 'float8', true),
  message_count: number('message_count', 'bigint', false),
  chat_id: { column: 'chat_id', type: 'text', nullable: false, carried: (value) => value },
};

export interface Wanted {
  readonly sort: Sort;
  readonly order: Order;
  readonly limit: number;
  /** Rows to skip, or the place to go on from. */
  readonly from: number | Place;
}

/** Ties by chat id. */
export const orderBy = (column: string, order: Order): string =>
  column === 'chat_id' ? `chat_id ${order}` : `${column} ${order} nulls last, chat_id`;
