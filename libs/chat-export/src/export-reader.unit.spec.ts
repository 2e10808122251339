import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExportCheckpoint,
  type ExportItem,
  ExportReader,
  ExportScanner,
  MAX_MESSAGE_BYTES,
} from './index.js';

const readAll = (bytes: Uint8Array, chunkBytes = bytes.length): ExportItem[] => {
  const reader = new ExportReader();
  const items: ExportItem[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    items.push(...reader.read(bytes.subarray(at, at + chunkBytes)));
  }
  reader.end();
  return items;
};

const messages = (items: ExportItem[]) => items.filter((item) => item.kind !== 'list_end');
const values = (items: ExportItem[]) =>
  items.flatMap((item) => (item.kind === 'message' ? [item.value] : []));

describe('ExportReader', () => {
  it('says where each message stands, and when a chat is complete', () => {
    const text = '{"a/ü": [{"MESSAGE":"1"}, 2 ],\n"b":[]}';
    expect(readAll(Buffer.from(text))).toEqual([
      {
        kind: 'message',
        place: { position: 1, byteOffset: 10, key: 'a/ü', index: 0 },
        table: false,
        value: { MESSAGE: '1' },
      },
      {
        kind: 'message',
        place: { position: 2, byteOffset: 27, key: 'a/ü', index: 1 },
        table: false,
        value: 2,
      },
      { kind: 'list_end', key: 'a/ü', messages: 2, table: false },
      { kind: 'list_end', key: 'b', messages: 0, table: false },
    ]);
  });

  it('unescapes keys', () => {
    const items = readAll(Buffer.from('{"\\u0000\\ud83d\\ude00\\"":[]}'));
    expect(items).toEqual([{ kind: 'list_end', key: '\u0000😀"', messages: 0, table: false }]);
  });

  it('gives both lists of a doubled key', () => {
    const items = readAll(Buffer.from('{"a":[1],"a":[2]}'));
    expect(values(items)).toEqual([1, 2]);
  });

  it('takes the last of a doubled key inside a message', () => {
    expect(values(readAll(Buffer.from('[{"MESSAGE":"x","MESSAGE":"y"}]')))).toEqual([{ MESSAGE: 'y' }]);
  });

  it('knows a table by the first chat id that differs from the key', () => {
    const own = (id: string) => ({ FB_CHAT_ID: id });
    const kinds = (list: unknown[]) =>
      messages(readAll(Buffer.from(JSON.stringify({ c1: list })))).map((item) => item.table);
    expect(kinds([own('c2'), {}, own('c1')])).toEqual([true, true, true]);
    expect(kinds([own('c1'), {}, own('c2')])).toEqual([false, false, false]);
    expect(kinds([{}, own(' '), own('c2'), {}])).toEqual([false, false, true, true]);
  });

  it.each([MAX_MESSAGE_BYTES - 14, MAX_MESSAGE_BYTES - 13])(
    'reports a message that is too long with its place, and goes on (%i)',
    (length) => {
      const large = JSON.stringify({ MESSAGE: 'x'.repeat(length) });
      const bytes = Buffer.from(`[${large},{"MESSAGE":"y"}]`);
      for (const chunkBytes of [bytes.length, 65_536]) {
        const items = readAll(bytes, chunkBytes);
        expect(items.map((item) => item.kind)).toEqual([
          large.length > MAX_MESSAGE_BYTES ? 'too_long' : 'message',
          'message',
        ]);
        expect(items[1]).toMatchObject({ place: { position: 2, byteOffset: large.length + 2 } });
      }
    },
  );

  it('has no checkpoint before the first item', () => {
    const reader = new ExportReader();
    reader.read(Buffer.from('{"a": [{"MESS'));
    expect(reader.checkpoint).toBeNull();
  });
});

const message = fc.record(
  {
    FB_CHAT_ID: fc.oneof(fc.constantFrom('a', 'b'), fc.string()),
    MESSAGE: fc.string({ unit: 'binary' }),
    nested: fc.jsonValue(),
  },
  { requiredKeys: ['MESSAGE'] },
);
const element = fc.oneof({ arbitrary: message, weight: 5 }, fc.jsonValue());
const exports = fc.oneof(
  fc.array(element, { minLength: 1 }).map((list) => ({ document: list, lists: [list] })),
  fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.array(element)), { minLength: 1 }).map((entries) => ({
    document: Object.fromEntries(entries),
    lists: Object.values(Object.fromEntries(entries)),
  })),
);
const asBytes = (document: unknown, indent: number): Buffer =>
  Buffer.from(`\uFEFFexported:\n${JSON.stringify(document, null, indent)}`);
/** What JSON keeps of a value: -0 becomes 0, lone surrogates stay. */
const asRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('any export', () => {
  it('gives all its elements in order, however it is cut into chunks', () => {
    fc.assert(
      fc.property(
        exports,
        fc.nat(2),
        fc.integer({ min: 1, max: 40 }),
        ({ document, lists }, indent, chunk) => {
          const bytes = asBytes(document, indent);
          const items = readAll(bytes, chunk);
          expect(values(items)).toEqual(asRead(lists.flat()));
          expect(items).toEqual(readAll(bytes));
          messages(items).forEach((item, i) => {
            expect('place' in item && item.place.position).toBe(i + 1);
          });
        },
      ),
    );
  });

  it('is accepted by the scanner with the same count, if it holds a message', () => {
    fc.assert(
      fc.property(exports, ({ document, lists }) => {
        const bytes = asBytes({ first: [{ MESSAGE: 'x' }], rest: lists.flat() }, 0);
        const scanner = new ExportScanner();
        scanner.write(bytes);
        expect(scanner.end().messages).toBe(lists.flat().length + 1);
        expect(messages(readAll(asBytes(document, 1)))).toHaveLength(lists.flat().length);
      }),
    );
  });

  it('goes on from any checkpoint without losing or repeating an item', () => {
    fc.assert(
      fc.property(exports, fc.integer({ min: 1, max: 60 }), fc.nat(), ({ document }, chunkBytes, stop) => {
        const bytes = asBytes(document, 1);
        const reader = new ExportReader();
        const before: ExportItem[] = [];
        for (let at = 0; at < stop % bytes.length; at += chunkBytes) {
          before.push(...reader.read(bytes.subarray(at, at + chunkBytes)));
        }
        const checkpoint = asRead(reader.checkpoint) as ExportCheckpoint | null;
        const next = new ExportReader(checkpoint ?? undefined);
        const after = next.read(bytes.subarray(checkpoint?.byteOffset ?? 0));
        next.end();
        expect([...before, ...after]).toEqual(readAll(bytes));
      }),
    );
  });
});
