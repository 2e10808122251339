/** The product as a client sees it: HTTP only. */
import { openAsBlob } from 'node:fs';

export interface Progress {
  upload_id: string;
  status: string;
  total_conversations: number;
  total_days: number;
  processed_days: number;
  statistics: Record<string, number>;
}

export interface Gateway {
  url: string;
  key: string;
}

const headersOf = ({ key }: Gateway) => ({ authorization: `Bearer ${key}` });

export async function getJson<T>(gateway: Gateway, path: string): Promise<T> {
  const response = await fetch(new URL(path, gateway.url), { headers: headersOf(gateway) });
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export async function postJson<T>(gateway: Gateway, path: string, body: object): Promise<T> {
  const response = await fetch(new URL(path, gateway.url), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...headersOf(gateway), 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export async function upload(gateway: Gateway, file: string): Promise<string> {
  const form = new FormData();
  form.set('file', await openAsBlob(file, { type: 'application/json' }), 'export.json');
  const response = await fetch(new URL('/api/upload-json', gateway.url), {
    method: 'POST',
    body: form,
    headers: headersOf(gateway),
  });
  if (response.status !== 202) throw new Error(`upload: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { upload_id: string }).upload_id;
}

const ENDED = new Set(['completed', 'completed_with_errors', 'failed', 'cancelled']);

/** Polls until the upload has ended, every 100 ms at the most. */
export async function untilEnded(gateway: Gateway, uploadId: string): Promise<Progress> {
  for (;;) {
    const progress = await getJson<Progress>(gateway, `/api/progress/${uploadId}`);
    if (ENDED.has(progress.status)) return progress;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
