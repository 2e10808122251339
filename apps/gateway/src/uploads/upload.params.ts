import { QueryEnum, QueryText } from '../http/params.js';
import { type Field, FIELDS } from './domain/csv-columns.js';
import { FILE_FORMATS, type FileFormat, formatOf } from './domain/file-format.js';
import type { ShapeOptions } from './shapes/file-shapes.js';

const column = (of: string, example: string): PropertyDecorator =>
  QueryText(
    `CSV: header of the column with ${of}. None: one of the usual names, see docs/uploading.md.`,
    example,
  );

export class UploadParams {
  @QueryEnum(
    FILE_FORMATS,
    'What the file is. None: by its name (.csv, .tsv, .ndjson, .jsonl, each also with .gz) or its type, else JSON. chatwoot, intercom, zendesk: documents of their APIs, one a line, see docs/uploading.md.',
  )
  format?: FileFormat;

  @column('the chat id', 'Ticket')
  chat_id_column?: string;

  @column('the words', 'Body')
  text_column?: string;

  @column('who wrote', 'Sender')
  direction_column?: string;

  @column('the time, with its offset from UTC', 'Sent')
  sent_at_column?: string;

  @column("the customer's name", 'Customer')
  customer_name_column?: string;

  @column("the agent's name", 'Agent')
  agent_username_column?: string;

  @column("the agent's e-mail address", 'Agent e-mail')
  agent_email_column?: string;

  @QueryText(
    'CSV: what stands in the direction column where the customer wrote; everything else is an agent then.',
    'in',
  )
  customer_value?: string;

  @QueryEnum(
    ['comma', 'semicolon', 'tab'],
    'CSV: what stands between fields. None: what the header has most of.',
  )
  delimiter?: keyof typeof DELIMITERS;
}

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** `file`: what the sender says of it. */
export function shapeOptions(
  params: UploadParams,
  file: { filename?: string; mimetype?: string },
): ShapeOptions {
  const columns: Partial<Record<Field, string>> = {};
  for (const field of Object.keys(FIELDS) as Field[]) {
    const named = params[`${field}_column`];
    if (named !== undefined) columns[field] = named;
  }
  return {
    format: params.format ?? formatOf(file.filename, file.mimetype),
    csv: {
      columns,
      customerValue: params.customer_value ?? null,
      delimiter: params.delimiter === undefined ? null : DELIMITERS[params.delimiter],
    },
  };
}
