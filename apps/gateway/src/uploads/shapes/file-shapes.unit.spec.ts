import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ExportReader, isObject, messageFields, type RawMessage } from '@powerpulse/chat-export';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../../http/problem.js';
import { delimiterOf } from '../domain/csv-columns.js';
import { formatOf } from '../domain/file-format.js';
import { textOfHtml } from './foreign/text-of-html.js';
import { shapeOptions, type UploadParams } from '../upload.params.js';
import { asExport } from './file-shapes.js';
import { unpacked } from './unpacked.js';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** What is stored of a file, as bytes. */
async function stored(file: string | Buffer, params: UploadParams, size = 7): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const bytes = unpacked(cut(Buffer.from(file), size));
  for await (const piece of asExport(bytes, shapeOptions(params, {}))) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The messages in it, as ingestion reads them. */
async function messagesIn(file: string | Buffer, params: UploadParams, size?: number) {
  const reader = new ExportReader();
  const items = reader.read(await stored(file, params, size));
  reader.end();
  return items.map((item) =>
    item.kind === 'message' && isObject(item.value) ? messageFields(item.value) : item.kind,
  );
}

/** Who (`@`: with an address), when and what. */
function shown({ direction, time, text, customerName, agentUsername, agentEmail }: RawMessage): string {
  const byAgent = direction === 'to_client';
  expect([customerName, agentUsername].map((name) => typeof name)).toEqual(
    byAgent ? ['object', 'string'] : ['string', 'object'],
  );
  const name = (byAgent ? agentUsername : customerName) as string;
  const who = `${name.split(' ', 1)[0]?.toLowerCase() ?? ''}${agentEmail == null ? '' : '@'}`;
  const at = new Date(time as string).toISOString();
  return `${who} ${at.slice(11, 19)} ${(text as string).replaceAll('\n', '|')}`;
}

const refusal = (promise: Promise<unknown>): Promise<[string, string | undefined]> =>
  promise.then(
    () => ['accepted', undefined],
    (error: unknown) => {
      if (!(error instanceof HttpProblem)) throw error;
      return [error.code, error.extras.errors?.[0]?.message];
    },
  );

const text = fc
  .string({ unit: 'binary', minLength: 1 })
  .filter((value) => value.isWellFormed() && value !== '\r');
const message = fc.record({
  FB_CHAT_ID: text,
  MESSAGE_CONTENT: text,
  DIRECTION: fc.constantFrom('to_company', 'to_client'),
  SOCIAL_CREATE_TIME: fc.constantFrom('2026-01-05T10:00:00Z', '2026-01-05T10:00:00.250+05:45'),
  AGENT_USERNAME: fc.constantFrom('kim', 'Zoë "Z" O\'Neil; Jr., \n'),
});

describe('the shapes of a file', () => {
  it('give the same messages whatever the file is, however it is packed and cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(',', ';', '\t'),
        async (messages, size, delimiter) => {
          const json = JSON.stringify(messages);
          const expected = await messagesIn(json, { format: 'json' }, size);
          const ndjson = messages.map((one) => JSON.stringify(one)).join('\n');
          expect(await messagesIn(ndjson, { format: 'ndjson' }, size)).toEqual(expected);
          const csv = stringify(messages, { header: true, delimiter, quoted_string: true });
          expect(await messagesIn(csv, { format: 'csv' }, size)).toEqual(expected);
          expect(await messagesIn(gzipSync(csv), { format: 'csv' }, size)).toEqual(expected);
          expect(await messagesIn(gzipSync(ndjson), { format: 'ndjson' }, size)).toEqual(expected);
          expect(await stored(gzipSync(json), { format: 'json' }, size)).toEqual(Buffer.from(json));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    [
      'chatwoot',
      [
        'ada 10:00:00 My parcel did not arrive',
        'kim 10:05:00 I am sorry, we send it again today.',
        'kim@ 11:00:00 It is on its way.',
      ],
    ],
    [
      'intercom',
      [
        'ada 10:00:00 My parcel did not arrive',
        'kim@ 10:05:00 I am sorry,|we send it again today & refund shipping.|Kim',
        'ada 11:00:00 Thanks, 5 < 7 days is fine',
        'kim@ 11:01:00 Gladly!',
      ],
    ],
    [
      'zendesk',
      [
        'ada 10:00:00 My parcel did not arrive',
        'kim@ 10:05:00 I am sorry, we send it again today.',
        'bob 11:00:00 Please to the office.',
        'ada 12:01:00 Where is it now?',
        'kim 12:02:00 With the carrier.',
        'ada 20:00:00 Nobody there?',
      ],
    ],
  ] as const)('reads of %s what was said to each other, and nothing else', async (format, said) => {
    const file = readFileSync(new URL(`../../../../../test/data/foreign/${format}.ndjson`, import.meta.url));
    const messages = (await messagesIn(file, { format })) as RawMessage[];
    expect(messages.map(shown)).toEqual(said);
    const chat = { chatwoot: '41', intercom: '215469000000041', zendesk: '41' }[format];
    expect(messages[0]?.chatId).toBe(chat);
  });

  it('reads HTML as its words, and leaves alone what is none', () => {
    expect(textOfHtml('<p>a<script>b()</script><style>c</style></p><ul><li>d<li>e &lt;3</ul>')).toBe(
      'a\nd\ne <3',
    );
    const plain = '  a < b, <p> is a paragraph &amp; so on';
    expect(textOfHtml(plain)).toBe(plain);
    expect(textOfHtml(`<p>${'<b> </b>'.repeat(200_000)}x`)).toBe('x');
    expect(textOfHtml(null)).toBeNull();
  });

  it('takes other headers and words, named or usual', async () => {
    const usual =
      'ticket_id,Sender Type,created_at,body,agent name\n7,Customer,2026-01-05T10:00:00Z,"hi, all",\n7,Agent,x,yo,kim\n';
    const [first, second] = await messagesIn(usual, { format: 'csv' });
    expect(first).toMatchObject({
      chatId: '7',
      direction: 'to_company',
      text: 'hi, all',
      agentUsername: undefined,
    });
    expect(second).toMatchObject({ direction: 'to_client', agentUsername: 'kim', time: 'x' });
    const named = '\uFEFFNr;Wer;Wann;Was\n7;Kunde;x;a\n\n7;Firma;x;b';
    const params = {
      format: 'csv',
      chat_id_column: 'Nr',
      direction_column: 'Wer',
      sent_at_column: 'Wann',
      text_column: 'Was',
      customer_value: 'kunde',
    } as const;
    expect(await messagesIn(named, params)).toMatchObject([
      { direction: 'to_company', text: 'a' },
      { direction: 'to_client', text: 'b' },
    ]);
  });

  it.each([
    ['a CSV without its columns', 'a,b\n1,2\n', { format: 'csv' }, 'upload-refused', 'unknown_shape'],
    ['a CSV whose quotes do not end', 'chat_id,text\n1,"x\n', { format: 'csv' }, 'upload-refused', 'syntax'],
    [
      'a CSV that is not UTF-8',
      Buffer.from([0x61, 0xe4, 0x2c]),
      { format: 'csv' },
      'upload-refused',
      'not_utf8',
    ],
    [
      'a column that is not there',
      'a\n1\n',
      { format: 'csv', text_column: 'b' },
      'invalid-request',
      undefined,
    ],
    ['a broken line', '{}\n{"a":1},{"b":2}\n', { format: 'ndjson' }, 'upload-refused', 'syntax'],
    [
      'a line that is not UTF-8',
      Buffer.from([0x22, 0xff, 0x22]),
      { format: 'ndjson' },
      'upload-refused',
      'not_utf8',
    ],
    [
      'a line without end',
      'x'.repeat(17 * 1024 * 1024),
      { format: 'ndjson' },
      'upload-refused',
      'line_too_long',
    ],
    ['gzip that is cut off', gzipSync('[1]').subarray(0, 12), {}, 'upload-refused', 'broken_gzip'],
    [
      'gzip that is damaged',
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 1, 2, 3]),
      {},
      'upload-refused',
      'broken_gzip',
    ],
    ['a gzip bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), {}, 'content-too-large', undefined],
  ] as [string, string | Buffer, UploadParams, string, string | undefined][])(
    'refuse %s',
    async (_, file, params, code, reason) => {
      const [actual, message] = await refusal(stored(file, params, 65_536));
      expect(actual).toBe(code);
      if (reason !== undefined) expect(message).toBe(reason);
    },
  );

  it.each([
    ['chats.csv', undefined, 'csv'],
    ['CHATS.JSONL.GZ', 'application/gzip', 'ndjson'],
    ['export', 'text/csv', 'csv'],
    ['export.json', 'application/json', 'json'],
    [undefined, undefined, 'json'],
  ])('go by the name %s and the type %s', (name, type, format) => {
    expect(formatOf(name, type)).toBe(format);
  });

  it('see what stands between fields', () => {
    expect(['a,b;c,d', 'a;b;c', 'a\tb\tc', '"x;y;z",b', 'a'].map(delimiterOf)).toEqual([
      ',',
      ';',
      '\t',
      ',',
      ',',
    ]);
  });
});
