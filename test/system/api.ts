import { until } from '@powerpulse/testing';
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../apps/web/src/api/generated/openapi.js';

export interface Answer<T> {
  status: number;
  body: T;
}

export interface Accepted {
  success: boolean;
  upload_id: string;
  status_url: string;
}

export interface Problem {
  type: string;
  status: number;
  detail: string;
  byte_offset?: number;
  errors?: { path: string; message: string }[];
}

export type Progress = components['schemas']['ProgressDto'];
export type Reject = components['schemas']['RejectDto'];

export interface UploadOptions {
  force?: boolean;
  key?: string;
}

const ENDED = new Set(['completed', 'completed_with_errors', 'failed', 'cancelled']);
const PATIENCE = { timeoutMs: 120_000, everyMs: 50 };

/** The running product as a client sees it. */
export class Api {
  constructor(private readonly server: () => { url: string; key: string | undefined }) {}

  async request<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
    const { url, key = '' } = this.server();
    const response = await fetch(url + path, { ...init, headers: { 'x-api-key': key, ...init?.headers } });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** Asks again while a service is away, as the contract says one may. */
  async get<T>(path: string): Promise<T> {
    const { status, body } = await until(async () => {
      const answer = await this.request<T>(path);
      return answer.status === 503 ? null : answer;
    }, PATIENCE);
    if (status !== 200) throw new Error(`GET ${path}: ${String(status)} ${JSON.stringify(body)}`);
    return body;
  }

  send<T>(method: string, path: string, body: unknown): Promise<Answer<T>> {
    const headers = { 'content-type': 'application/json' };
    return this.request(path, { method, headers, body: JSON.stringify(body) });
  }

  put<T>(path: string, body: unknown): Promise<Answer<T>> {
    return this.send('PUT', path, body);
  }

  /** A file as it is; anything else as JSON. */
  post<T = Accepted>(file: unknown, { force = false, key }: UploadOptions = {}): Promise<Answer<T>> {
    const form = new FormData();
    form.append('force_reprocess', String(force));
    form.append('file', fileOf(file));
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return this.request<T>('/api/upload-json', { method: 'POST', body: form, headers });
  }

  /** Accepted, and through to the end. */
  async upload(file: unknown, options?: UploadOptions): Promise<Progress> {
    const { status, body } = await this.post(file, options);
    if (status !== 202) throw new Error(`not accepted: ${String(status)} ${JSON.stringify(body)}`);
    return this.settled(body.upload_id);
  }

  /** By the client that is made from docs/openapi.json: it compiles only while these calls are what it says. */
  get client(): Client<paths> {
    const { url, key = '' } = this.server();
    return createClient<paths>({ baseUrl: url, headers: { 'x-api-key': key } });
  }

  progress(upload_id: string): Promise<Progress> {
    return patiently(() => this.client.GET('/api/progress/{upload_id}', { params: { path: { upload_id } } }));
  }

  settled(uploadId: string): Promise<Progress> {
    return until(async () => {
      const progress = await this.progress(uploadId);
      return ENDED.has(progress.status) ? progress : null;
    }, PATIENCE);
  }

  async rejects(upload_id: string): Promise<Reject[]> {
    const all: Reject[] = [];
    let cursor: number | null = 0;
    do {
      const from: number = cursor;
      const page: string | components['schemas']['RejectsDto'] = await patiently(() =>
        this.client.GET('/api/progress/{upload_id}/rejects', {
          params: { path: { upload_id }, query: { page_size: 100, ...(from !== 0 && { cursor: from }) } },
          headers: { accept: 'application/json' },
        }),
      );
      if (typeof page === 'string') throw new Error('JSON was asked for, and CSV came');
      all.push(...page.rejects);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return all;
  }
}

/** Asks again while a service is away, as the contract says one may. */
export async function patiently<T>(
  ask: () => Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await until(async () => {
    const answer = await ask();
    return answer.response.status === 503 ? null : answer;
  }, PATIENCE);
  if (data === undefined)
    throw new Error(`${response.url}: ${String(response.status)} ${JSON.stringify(error)}`);
  return data;
}

function fileOf(file: unknown): File {
  if (file instanceof File) return file;
  const bytes = Buffer.isBuffer(file) || typeof file === 'string' ? file : JSON.stringify(file);
  return new File([bytes], 'chats.json', { type: 'application/json' });
}

/** What a file's messages became, in the order kept, filtered, rejected, duplicate. */
export const countsOf = ({ statistics: s }: Progress): number[] => [
  s.messages_kept,
  s.filtered_autoresponses,
  s.rejected_messages,
  s.duplicate_messages,
];

/** What a URL can't hold as a segment goes into the query. */
export const namedConversation = (chatId: string) =>
  chatId === '.' || chatId === '..'
    ? { path: { chat_id: '-' }, query: { chat_id: chatId } }
    : { path: { chat_id: chatId }, query: {} };
