import { ExportReader, ExportRefused } from '@powerpulse/chat-export';
import { HttpProblem } from '../http/problem.js';
import { brokenForm } from './broken-form.js';
import { type Field, FIELDS, findColumns } from './domain/csv-columns.js';
import { previewed, type PreviewedMessage, type PreviewProblem, problemsOf } from './domain/preview.js';
import { csvRows } from './shapes/csv-rows.js';
import { messagesIn, type ShapeOptions } from './shapes/file-shapes.js';
import { unpacked } from './shapes/unpacked.js';

const SAMPLE_BYTES = 1024 * 1024;
const SHOWN_MESSAGES = 10;
const SHOWN_PROBLEMS = 20;
/** So many are looked at for problems. */
const READ_MESSAGES = 1000;
const NEWLINE = 0x0a;

export interface UploadPreview {
  format: string;
  whole_file: boolean;
  columns: { field: string; column: string | null }[] | null;
  messages: PreviewedMessage[];
  messages_read: number;
  problems: PreviewProblem[];
}

/** What the beginning of a file would be read as. Nothing of it is kept. */
export async function previewUpload(
  stream: AsyncIterable<Buffer>,
  options: ShapeOptions,
): Promise<UploadPreview> {
  const { bytes, whole } = await sampleOf(stream);
  const preview: UploadPreview = {
    format: options.format,
    whole_file: whole,
    columns: null,
    messages: [],
    messages_read: 0,
    problems: [],
  };
  const add = (message: PreviewedMessage) => {
    preview.messages_read++;
    if (preview.messages.length < SHOWN_MESSAGES) preview.messages.push(message);
    const room = SHOWN_PROBLEMS - preview.problems.length;
    preview.problems.push(...problemsOf(message).slice(0, room));
  };
  try {
    if (options.format === 'csv') preview.columns = await columnsIn(bytes, options);
    if (options.format === 'json') readDocument(bytes, whole, add);
    else await readMessages(whole ? bytes : wholeLines(bytes), options, add);
  } catch (error) {
    preview.problems.unshift(fileProblem(error));
  }
  return preview;
}

/** The beginning, unpacked; of what is cut off in the middle of a line, the whole lines. All of the rest is let pass. */
async function sampleOf(stream: AsyncIterable<Buffer>): Promise<{ bytes: Buffer; whole: boolean }> {
  const pieces: Buffer[] = [];
  let [packed, held, whole] = [0, 0, true];
  const limited = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const piece of stream) {
        packed += piece.length;
        if (packed <= 2 * SAMPLE_BYTES) yield piece;
        else whole = false;
      }
    } catch (error) {
      throw brokenForm(error);
    }
  };
  try {
    for await (const piece of unpacked(limited())) {
      if (held < SAMPLE_BYTES) pieces.push(Buffer.from(piece));
      else whole = false;
      held += piece.length;
    }
  } catch (error) {
    // Cut off by us.
    if (whole) throw error;
  }
  return { bytes: Buffer.concat(pieces), whole };
}

async function columnsIn(bytes: Buffer, { csv }: ShapeOptions): Promise<UploadPreview['columns']> {
  for await (const header of csvRows(of(bytes), csv.delimiter)) {
    const { places } = findColumns(header, csv);
    return (Object.keys(FIELDS) as Field[]).map((field) => {
      const place = places[field];
      return { field, column: place === undefined ? null : (header[place] ?? null) };
    });
  }
  return null;
}

function readDocument(bytes: Buffer, whole: boolean, add: (message: PreviewedMessage) => void): void {
  const reader = new ExportReader();
  for (const item of reader.read(bytes)) {
    if (item.kind === 'list_end' || item.place.position > READ_MESSAGES) continue;
    const value = item.kind === 'message' ? item.value : null;
    add(previewed(item.place.position, value, item.table ? null : item.place.key));
  }
  if (whole) reader.end();
}

async function readMessages(bytes: Buffer, options: ShapeOptions, add: (message: PreviewedMessage) => void) {
  let position = 0;
  for await (const value of messagesIn(of(bytes), options)) {
    add(previewed(++position, value, null));
    if (position >= READ_MESSAGES) return;
  }
}

const wholeLines = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);

async function* of(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

function fileProblem(error: unknown): PreviewProblem {
  if (error instanceof ExportRefused) return { position: null, code: error.code, message: error.message };
  if (!(error instanceof HttpProblem)) throw error;
  const [first] = error.extras.errors ?? [];
  const code = first?.path === 'file' ? first.message : 'column_unknown';
  return {
    position: null,
    code,
    message: first === undefined ? error.message : `${first.path}: ${error.message}`,
  };
}
