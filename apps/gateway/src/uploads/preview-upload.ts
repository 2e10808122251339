import { ExportReader, ExportRefused } from '@powerpulse/chat-export';
import type { DaysToJudge } from '@powerpulse/contracts';
import { HttpProblem } from '../http/problem.js';
import { brokenForm } from './broken-form.js';
import { type Field, FIELDS, findColumns } from './domain/csv-columns.js';
import { ExpectedDays } from './domain/expected-days.js';
import { previewed, type PreviewedMessage, type PreviewProblem, problemsOf } from './domain/preview.js';
import { csvRows } from './shapes/csv-rows.js';
import { messagesIn, type ShapeOptions } from './shapes/file-shapes.js';
import { unpacked } from './shapes/unpacked.js';

const SAMPLE_BYTES = 1024 * 1024;
const SHOWN_MESSAGES = 10;
const SHOWN_PROBLEMS = 20;
/** More than chats have in the bytes that are looked at: a bound for what was made to be slow. */
const READ_MESSAGES = 20_000;
const NEWLINE = 0x0a;

export interface UploadPreview {
  format: string;
  whole_file: boolean;
  columns: { field: string; column: string | null }[] | null;
  messages: PreviewedMessage[];
  messages_read: number;
  problems: PreviewProblem[];
  expected: DaysToJudge;
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
    expected: { days: 0, token_estimate: 0, messages: 0, earlier_days: 0 },
  };
  const expected = new ExpectedDays();
  const add = (position: number, value: unknown, listChatId: string | null) => {
    const message = previewed(position, value, listChatId);
    expected.add(message, value);
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
  return { ...preview, expected: expected.sum() };
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

type Add = (position: number, value: unknown, listChatId: string | null) => void;

function readDocument(bytes: Buffer, whole: boolean, add: Add): void {
  const reader = new ExportReader();
  for (const item of reader.read(bytes)) {
    if (item.kind === 'list_end' || item.place.position > READ_MESSAGES) continue;
    const value = item.kind === 'message' ? item.value : null;
    add(item.place.position, value, item.table ? null : item.place.key);
  }
  if (whole) reader.end();
}

async function readMessages(bytes: Buffer, options: ShapeOptions, add: Add) {
  let position = 0;
  for await (const value of messagesIn(of(bytes), options)) {
    add(++position, value, null);
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
