// Rows for one statement, a parameter per column: `unnest($1::uuid[], $2::text[])`. The driver's own arrays escape every
// number as if it were text; a recordset of JSON costs the server twice as much as these.

type Plain = string | number | boolean | null;

/** Numbers, booleans, uuids, instants: what needs no quotes in PostgreSQL's notation. */
export function plainArray(items: readonly Plain[]): string {
  let literal = '';
  let separator = '{';
  for (const item of items) {
    literal += separator;
    literal += item === null ? 'NULL' : String(item);
    separator = ',';
  }
  return literal === '' ? '{}' : `${literal}}`;
}

export function textArray(items: readonly (string | null)[]): string {
  return plainArray(items.map((item) => (item === null ? null : quoted(item))));
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** JSON documents for `string_to_array($1, E'\n')::json[]`: JSON.stringify leaves no line break, so nothing is escaped. */
export const jsonLines = (documents: readonly string[]): string => documents.join('\n');
