/** The parts of a message, by the key under which an export has them. */
export const FIELDS = {
  chat_id: 'CHAT_ID',
  text: 'MESSAGE_CONTENT',
  direction: 'DIRECTION',
  sent_at: 'SOCIAL_CREATE_TIME',
  customer_name: 'CUSTOMER_NAME',
  agent_username: 'AGENT_USERNAME',
  agent_email: 'AGENT_EMAIL',
} as const;
export type Field = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as Field[];

/** Headers that are known without being named; case, `_`, `-` and blanks do not matter. docs/uploading.md lists them. */
const USUAL: Readonly<Record<Field, readonly string[]>> = {
  chat_id: ['FB_CHAT_ID', 'FB_ID', 'chat_id', 'conversation_id', 'ticket_id', 'thread_id'],
  text: ['MESSAGE_CONTENT', 'MESSAGE', 'text', 'body', 'content'],
  direction: ['DIRECTION', 'sender_type', 'author_type', 'message_type'],
  sent_at: ['SOCIAL_CREATE_TIME', 'sent_at', 'created_at', 'timestamp'],
  customer_name: ['CUSTOMER_NAME', 'FB_USER_NAME', 'USERNAME', 'contact_name'],
  agent_username: ['AGENT_USERNAME', 'agent_name', 'agent'],
  agent_email: ['AGENT_EMAIL'],
};
const NEEDED: readonly Field[] = ['chat_id', 'text', 'direction', 'sent_at'];

const CUSTOMER_WORDS = new Set([
  'incoming',
  'inbound',
  'customer',
  'user',
  'contact',
  'end-user',
  'visitor',
  'lead',
]);
const AGENT_WORDS = new Set(['outgoing', 'outbound', 'agent', 'admin', 'operator', 'support', 'bot']);

export interface CsvOptions {
  /** Headers by name, where they are not the usual ones. */
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  /** In the column of the direction: the customer wrote. Everything else there is an agent then. */
  readonly customerValue: string | null;
  readonly delimiter: string | null;
}

export interface CsvColumns {
  /** Place of each field's column, from 0. */
  readonly places: Readonly<Partial<Record<Field, number>>>;
  /** Without these no row is a message. */
  readonly missing: readonly Field[];
  /** Named by the caller, and not in the header. */
  readonly unknown: readonly Field[];
}

export function findColumns(header: readonly string[], { columns }: CsvOptions): CsvColumns {
  const places: Partial<Record<Field, number>> = {};
  const unknown: Field[] = [];
  for (const field of NAMES) {
    const named = columns[field];
    const place =
      named === undefined
        ? placeOfUsual(header, field)
        : header.findIndex((name) => name.trim() === named.trim());
    if (place >= 0) places[field] = place;
    else if (named !== undefined) unknown.push(field);
  }
  return { places, unknown, missing: NEEDED.filter((field) => places[field] === undefined) };
}

function placeOfUsual(header: readonly string[], field: Field): number {
  const names = header.map(normalForm);
  for (const name of USUAL[field]) {
    const place = names.indexOf(normalForm(name));
    if (place >= 0) return place;
  }
  return -1;
}

const normalForm = (name: string): string => name.replaceAll(/[_\- ]/g, '').toLowerCase();

/** A row as a message of an export; empty cells are left out. */
export function messageOfRow(
  row: readonly string[],
  { places }: CsvColumns,
  { customerValue }: CsvOptions,
): Record<string, string> {
  const message: Record<string, string> = {};
  for (const field of NAMES) {
    const place = places[field];
    const cell = place === undefined ? undefined : row[place];
    if (cell === undefined || cell === '') continue;
    message[FIELDS[field]] = field === 'direction' ? directionOf(cell, customerValue) : cell;
  }
  return message;
}

/** What is not understood stays as it is, and is rejected with its place. */
function directionOf(cell: string, customerValue: string | null): string {
  const word = cell.trim().toLowerCase();
  if (customerValue !== null) return word === customerValue.trim().toLowerCase() ? 'to_company' : 'to_client';
  if (CUSTOMER_WORDS.has(word)) return 'to_company';
  return AGENT_WORDS.has(word) ? 'to_client' : cell;
}

const DELIMITERS = [',', ';', '\t'] as const;

/** The one that the header has most of, outside quotes. */
export function delimiterOf(firstLine: string): string {
  const plain = firstLine.replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => plain.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}
