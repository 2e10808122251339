import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ApiProblem, dataOf, problemOf } from '../api/client';
import type { components, paths } from '../api/generated/openapi';

export type Preview = components['schemas']['UploadPreviewDto'];
/** How a file is read where its name and header don't say enough. */
export type ReadAs = NonNullable<paths['/api/upload-preview']['post']['parameters']['query']>;

/** All that a preview looks at. */
export const PREVIEWED_BYTES = 1_048_576;

async function post(
  path: string,
  file: Blob,
  name: string,
  readAs: ReadAs,
  again?: boolean,
): Promise<unknown> {
  const form = new FormData();
  if (again !== undefined) form.set('force_reprocess', String(again));
  form.set('file', file, name);
  const query = new URLSearchParams(readAs).toString();
  const response = await fetch(`${path}?${query}`, { method: 'POST', body: form });
  const body: unknown = await response.json();
  if (!response.ok) throw problemOf(body as Parameters<typeof problemOf>[0], response.status);
  return body;
}

/** Keeps nothing on the server. */
export const previewQuery = (file: File, readAs: ReadAs) =>
  queryOptions({
    queryKey: ['upload-preview', file.name, file.size, file.lastModified, readAs],
    queryFn: () =>
      post('/api/upload-preview', file.slice(0, PREVIEWED_BYTES), file.name, readAs) as Promise<Preview>,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem),
  });

export const sendFile = (file: File, readAs: ReadAs, again: boolean) =>
  post('/api/upload-json', file, file.name, readAs, again);

/** The headers of a CSV file, to choose from. */
export async function headersOf(file: File): Promise<string[]> {
  const [line = ''] = (await file.slice(0, 65_536).text()).replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, n: line.split(delimiter).length }));
  const [{ delimiter } = { delimiter: ',' }] = counts.toSorted((a, b) => b.n - a.n);
  return [...new Set(line.split(delimiter).map((name) => name.trim().replaceAll(/^"|"$/g, '')))].filter(
    Boolean,
  );
}

export const cancelUpload = (upload_id: string) =>
  dataOf(api.DELETE('/api/progress/{upload_id}', { params: { path: { upload_id } } }));
