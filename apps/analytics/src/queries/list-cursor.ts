import type { CONVERSATION_SORTS } from '@powerpulse/contracts';
import { InvalidInput } from '@powerpulse/runtime';
import { z } from 'zod';

export type Sort = (typeof CONVERSATION_SORTS)[number];
export type Order = 'asc' | 'desc';

/** The place of a row in a list: its value of the sorted column, then its chat id. */
export interface Place {
  readonly value: string | number | null;
  readonly chatId: string;
}

const Cursor = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), z.string()]);

export function writeCursor(sort: Sort, order: Order, { value, chatId }: Place): string {
  return Buffer.from(JSON.stringify([`${sort} ${order}`, value, chatId])).toString('base64url');
}

/** A cursor goes on in the list that it was given for, and in no other. */
export function readCursor(sort: Sort, order: Order, cursor: string): Place {
  const parsed = Cursor.safeParse(jsonIn(cursor));
  if (parsed.success && parsed.data[0] === `${sort} ${order}`)
    return { value: parsed.data[1], chatId: parsed.data[2] };
  throw new InvalidInput('the cursor belongs to another list', [
    { path: 'cursor', message: 'pass next_cursor as it was given, with the same sort and order' },
  ]);
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
