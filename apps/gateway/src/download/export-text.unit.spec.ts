import { describe, expect, it } from 'vitest';
import { exportText, type ExportFormat, type ExportRow } from './export-text.js';

const ROWS: ExportRow[] = [
  { a: -1.5, b: null, c: false, d: ['x', 'y'], e: [{ n: 1 }], f: '-1+1' },
  { a: 0, b: '', c: true, d: [], e: { k: 'v' }, f: 'plain, "quoted"' },
];

async function* pagesOf(...pages: ExportRow[][]): AsyncGenerator<ExportRow[]> {
  yield* pages;
  await Promise.resolve();
}

async function textOf(format: ExportFormat, ...pages: ExportRow[][]): Promise<string> {
  let text = '';
  const columns = ['a', 'b', 'c', 'd', 'e', 'f'];
  for await (const piece of exportText(format, columns, { what: 'test' }, pagesOf(...pages))) text += piece;
  return text;
}

describe('exportText', () => {
  it('writes CSV in which numbers stay numbers and formulas become text', async () => {
    expect(await textOf('csv', ROWS)).toBe(
      [
        'a,b,c,d,e,f',
        `-1.5,,false,x; y,"[{""n"":1}]",'-1+1`,
        '0,,true,,"{""k"":""v""}","plain, ""quoted"""',
        '',
      ].join('\n'),
    );
  });

  it.each([[[ROWS]], [[[ROWS[0]!], [], [ROWS[1]!]]], [[[]]], [[]]] as ExportRow[][][][])(
    'writes JSON that can be read, whatever the pages',
    async (pages) => {
      expect(JSON.parse(await textOf('json', ...pages))).toEqual({
        export: { what: 'test' },
        rows: pages.flat(),
      });
      const lines = (await textOf('ndjson', ...pages)).split('\n').filter((line) => line !== '');
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual(pages.flat());
    },
  );
});
