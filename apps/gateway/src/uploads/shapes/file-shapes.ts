import { invalidParameter } from '../../http/problem.js';
import { type CsvColumns, type CsvOptions, findColumns, messageOfRow } from '../domain/csv-columns.js';
import { type FileFormat } from '../domain/file-format.js';
import { messagesFrom } from './foreign-exports.js';
import { csvRows } from './csv-rows.js';
import { jsonOf, linesOf } from './lines.js';
import { refuseFile } from './refuse-file.js';

export interface ShapeOptions {
  readonly format: FileFormat;
  readonly csv: CsvOptions;
}

/** Any accepted file as the one shape that is stored: JSON as it is, everything else as an array of messages. */
export function asExport(bytes: AsyncIterable<Buffer>, options: ShapeOptions): AsyncIterable<Buffer> {
  return options.format === 'json' ? bytes : asArray(messagesIn(bytes, options));
}

/** The messages of a file that is not one JSON document, one after the other. */
export async function* messagesIn(
  bytes: AsyncIterable<Buffer>,
  { format, csv }: ShapeOptions,
): AsyncGenerator {
  switch (format) {
    case 'json':
      throw new Error('a JSON document is read by its own reader');
    case 'csv':
      yield* csvMessages(bytes, csv);
      return;
    case 'ndjson':
      for await (const line of linesOf(bytes)) yield jsonOf(line);
      return;
    case 'chatwoot':
    case 'intercom':
    case 'zendesk':
      for await (const line of linesOf(bytes)) yield* messagesFrom(format, jsonOf(line));
  }
}

async function* csvMessages(bytes: AsyncIterable<Buffer>, options: CsvOptions): AsyncGenerator {
  let columns: CsvColumns | undefined;
  for await (const row of csvRows(bytes, options.delimiter)) {
    if (columns === undefined) {
      columns = findColumns(row, options);
      refuseColumns(columns);
    } else yield messageOfRow(row, columns, options);
  }
}

/** Without the header's own words: where there is none, they are a message. */
function refuseColumns({ missing, unknown }: CsvColumns): void {
  const [first] = unknown;
  if (first !== undefined) throw invalidParameter(`${first}_column`, 'the file has no such column');
  if (missing.length === 0) return;
  throw refuseFile(
    'unknown_shape',
    `The CSV has no column for: ${missing.join(', ')}.`,
    'Name the columns in the query (text_column=...), and look at the result with POST /api/upload-preview first.',
  );
}

const PIECE_BYTES = 64 * 1024;

async function* asArray(messages: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let text = '[';
  let separator = '\n';
  for await (const message of messages) {
    text += separator + JSON.stringify(message);
    separator = ',\n';
    if (text.length < PIECE_BYTES) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}\n]`);
}
