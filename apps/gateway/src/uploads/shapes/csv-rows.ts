import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { delimiterOf } from '../domain/csv-columns.js';
import { notUtf8 } from './lines.js';
import { refuseFile } from './refuse-file.js';

const LARGEST_ROW_BYTES = 2 * 1024 * 1024;
const HEADER_BYTES = 64 * 1024;

/** The rows of a CSV file, the header first. */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  delimiter: string | null,
): AsyncGenerator<string[]> {
  const texts = utf8(bytes);
  const first = await texts.next();
  const start = first.done === true ? '' : first.value;
  const parser = parse({
    bom: true,
    delimiter: delimiter ?? delimiterOf(start.slice(0, HEADER_BYTES).split(/\r?\n/, 1)[0] ?? ''),
    max_record_size: LARGEST_ROW_BYTES,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  let failure: Error | undefined;
  const source = Readable.from(startingWith(start, texts)).on('error', (error) => {
    failure = error;
    parser.destroy(error);
  });
  source.pipe(parser);
  try {
    yield* parser as AsyncIterable<string[]>;
  } catch (error) {
    if (failure instanceof Error) throw failure;
    if (!(error instanceof CsvError)) throw error;
    const { lines: line = 0 } = error as CsvError & { lines?: number };
    throw refuseFile(
      'syntax',
      `The CSV is broken at line ${String(line)}.`,
      'Fields with quotes, delimiters or line breaks stand in double quotes; a quote inside is doubled.',
    );
  } finally {
    source.destroy();
  }
}

async function* startingWith(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

async function* utf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let lines = 1;
  const decoded = (piece?: Buffer): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw notUtf8(lines);
    }
  };
  let held = '';
  for await (const piece of bytes) {
    const text = held + decoded(piece);
    // The header is looked at as a whole.
    if (lines === 1 && text.length < HEADER_BYTES && !text.includes('\n')) {
      held = text;
      continue;
    }
    held = '';
    lines += text.split('\n').length - 1;
    yield text;
  }
  const rest = held + decoded();
  if (rest !== '') yield rest;
}
