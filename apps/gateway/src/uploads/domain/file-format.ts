export const FILE_FORMATS = ['json', 'ndjson', 'csv', 'chatwoot', 'intercom', 'zendesk'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const BY_ENDING: readonly (readonly [string, FileFormat])[] = [
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
];
const BY_TYPE: Readonly<Record<string, FileFormat>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
};

/** What a file says it is, by its name first, then by its type; JSON where neither says anything else. */
export function formatOf(name: string | undefined, type: string | undefined): FileFormat {
  const plain = (name ?? '').toLowerCase().replace(/\.gz$/, '');
  const ending = BY_ENDING.find(([end]) => plain.endsWith(end));
  return ending?.[1] ?? BY_TYPE[(type ?? '').toLowerCase()] ?? 'json';
}
