import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { countsOf } from '../api.js';
import { countOf, type GroupedFile, madeChats, renamed } from '../made-chats.js';
import { rowsOf, withoutIds } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

type Row = Record<string, unknown>;

/** All messages of all chats, as a database gives them: by time, chats mixed. */
const rowsByTime = (file: GroupedFile): Row[] =>
  Object.values(file)
    .flat()
    .map((each) => ({ ...each }))
    .toSorted((a, b) => Date.parse(a.SOCIAL_CREATE_TIME) - Date.parse(b.SOCIAL_CREATE_TIME));

const withKeys = (names: Readonly<Record<string, string>>) => (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [names[key] ?? key, value]));

const COLUMNS = [
  'FB_CHAT_ID',
  'MESSAGE_CONTENT',
  'DIRECTION',
  'SOCIAL_CREATE_TIME',
  'CUSTOMER_NAME',
  'AGENT_USERNAME',
  'AGENT_EMAIL',
];

const WAYS: Record<string, (file: GroupedFile) => unknown> = {
  'a flat array': rowsByTime,
  'a flat array with FB_ID and MESSAGE': (file) =>
    rowsByTime(file).map(withKeys({ FB_CHAT_ID: 'FB_ID', MESSAGE_CONTENT: 'MESSAGE' })),
  'an array under one key, with lower-case names': (file) => ({
    'SELECT * FROM MESSAGES ORDER BY SOCIAL_CREATE_TIME': rowsByTime(file).map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value])),
    ),
  }),
  'the grouped shape without ids in the messages': (file) =>
    Object.fromEntries(
      Object.entries(file).map(([chat, messages]) => [
        chat,
        messages.map(({ FB_CHAT_ID: _, ...rest }) => rest),
      ]),
    ),
  'lines of JSON': (file) =>
    new File(
      [
        rowsByTime(file)
          .map((row) => JSON.stringify(row))
          .join('\n'),
      ],
      'chats.ndjson',
    ),
  'CSV, packed': (file) =>
    new File([gzipSync(stringify(rowsByTime(file), { header: true, columns: COLUMNS }))], 'chats.csv.gz'),
  'text before the first bracket': (file) =>
    `Export of 2 May, 30 chats:\n\n${JSON.stringify(file, null, 2)}\n`,
  'other spellings of the same instants': (file) =>
    Object.fromEntries(
      Object.entries(file).map(([chat, messages]) => [
        chat,
        messages.map((each) => ({ ...each, SOCIAL_CREATE_TIME: inNepal(each.SOCIAL_CREATE_TIME) })),
      ]),
    ),
};

function inNepal(instant: string): string {
  const local = new Date(Date.parse(instant) + 5.75 * 3_600_000).toISOString();
  return local.replace('T', ' ').replace('Z', '+05:45');
}

/** What an export may look like. */
export function shapeSuite(running: RunningStack): void {
  const { api } = running;
  const made = madeChats('', 25, 31, '2022-09-01T00:00:00Z');

  describe('the accepted shapes give the same rows', () => {
    let expected: unknown[] | undefined;

    it.each(Object.keys(WAYS))('%s', async (way) => {
      if (expected === undefined) {
        await api.upload(renamed(made, 'grouped/'));
        expected = withoutIds(await rowsOf(api, 'grouped/'));
      }
      const file = WAYS[way]!(renamed(made, `${way}/`));
      expect(countsOf(await api.upload(file))).toEqual([countOf(made), 0, 0, 0]);
      expect(withoutIds(await rowsOf(api, `${way}/`))).toEqual(expected);
    });
  });
}
