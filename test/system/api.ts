import { until } from '@powerpulse/testing';

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

export interface Progress {
  upload_id: string;
  status: string;
  current_stage: string;
  progress_percentage: number;
  processed_conversations: number;
  total_conversations: number;
  processed_days: number;
  total_days: number;
  statistics: {
    messages_kept: number;
    filtered_autoresponses: number;
    rejected_messages: number;
    duplicate_messages: number;
    skipped_conversations: number;
    unscored_days: number;
  };
  errors: { code: string; count: number }[];
}

export interface Reject {
  position: number;
  path: string;
  byte_offset: number;
  kind: 'rejected' | 'filtered';
  code: string;
  field: string | null;
  message: string;
  hint: string;
}

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

  progress(uploadId: string): Promise<Progress> {
    return this.get(`/api/progress/${uploadId}`);
  }

  settled(uploadId: string): Promise<Progress> {
    return until(async () => {
      const progress = await this.progress(uploadId);
      return ENDED.has(progress.status) ? progress : null;
    }, PATIENCE);
  }

  async rejects(uploadId: string): Promise<Reject[]> {
    const all: Reject[] = [];
    let cursor: number | null = 0;
    while (cursor !== null) {
      const after: string = cursor === 0 ? '' : `&cursor=${String(cursor)}`;
      const page: { rejects: Reject[]; next_cursor: number | null } = await this.get(
        `/api/progress/${uploadId}/rejects?page_size=100${after}`,
      );
      all.push(...page.rejects);
      cursor = page.next_cursor;
    }
    return all;
  }
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

/** The path of a conversation; what a URL can't hold as a segment goes into the query. */
export function conversationPath(chatId: string, rest = ''): string {
  if (chatId !== '.' && chatId !== '..') return `/api/conversations/${encodeURIComponent(chatId)}${rest}`;
  return `/api/conversations/-${rest}?chat_id=${chatId}`;
}
