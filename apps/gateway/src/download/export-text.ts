import { stringify } from 'csv-stringify/sync';

export const EXPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export type ExportRow = Readonly<Record<string, unknown>>;

/** Rows as text, a page at a time. `about` says what they are: filters, weights, zone. */
export function exportText(
  format: ExportFormat,
  columns: readonly string[],
  about: ExportRow,
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<string> {
  switch (format) {
    case 'csv':
      return csv(columns, pages);
    case 'json':
      return json(about, pages);
    case 'ndjson':
      return ndjson(pages);
  }
}

/** A list of words becomes one cell; numbers, flags and null stay what they are. */
function cell(value: unknown): unknown {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('; ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

async function* csv(
  columns: readonly string[],
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<string> {
  yield stringify([columns]);
  for await (const rows of pages) {
    // A cell that a spreadsheet would take for a formula is shown as text; a number, also a negative one, is no such cell.
    yield stringify(
      rows.map((row) => columns.map((column) => cell(row[column]))),
      { escape_formulas: true, cast: { boolean: String } },
    );
  }
}

async function* json(about: ExportRow, pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  yield `{"export":${JSON.stringify(about)},"rows":[`;
  let separator = '\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

async function* ndjson(pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
