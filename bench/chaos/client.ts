/** A client that sends again until it is answered, as the API asks for. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway, Progress } from '../api.js';
import { Violation } from './violation.js';

const AGAIN_MS = 250;
const ENDED = new Set(['completed', 'completed_with_errors', 'failed', 'cancelled']);
/** What the API says of an outage; anything else is an answer. */
const OUTAGE = new Set([429, 503]);

export class PatientClient {
  constructor(
    readonly gateway: Gateway,
    private readonly patienceMs: number,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.send(path, () => ({}), 200)) as T;
  }

  async post<T>(path: string, body: unknown, expected: number): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return (await this.send(
      path,
      () => ({ method: 'POST', headers, body: JSON.stringify(body) }),
      expected,
    )) as T;
  }

  /** Accepted exactly once, however often it had to be sent. */
  async upload(body: string, idempotencyKey: string): Promise<string> {
    const request = () => {
      const form = new FormData();
      form.set('file', new File([body], 'export.json', { type: 'application/json' }));
      return { method: 'POST', body: form, headers: { 'idempotency-key': idempotencyKey } };
    };
    return ((await this.send('/api/upload-json', request, 202)) as { upload_id: string }).upload_id;
  }

  async settled(uploadId: string): Promise<Progress> {
    for (const end = Date.now() + this.patienceMs; ; await delay(AGAIN_MS)) {
      const progress = await this.get<Progress>(`/api/progress/${uploadId}`);
      if (ENDED.has(progress.status)) return progress;
      if (Date.now() > end)
        throw new Violation(
          'recovery',
          `upload ${uploadId} is still ${JSON.stringify(progress)} after ${this.patienceMs / 1000} s`,
        );
    }
  }

  private async send(path: string, init: () => RequestInit, expected: number): Promise<unknown> {
    for (const end = Date.now() + this.patienceMs; ; await delay(AGAIN_MS)) {
      const response = await this.attempt(path, init());
      if (response instanceof Response && response.status === expected) return response.json();
      const said = response instanceof Response ? `${response.status} ${await response.text()}` : response;
      if (response instanceof Response) this.assertDocumented(path, response, said);
      if (Date.now() > end)
        throw new Violation('recovery', `${path} for ${this.patienceMs / 1000} s: ${String(said)}`);
    }
  }

  private assertDocumented(path: string, response: Response, said: unknown): void {
    if (OUTAGE.has(response.status) && response.headers.has('retry-after')) return;
    throw new Violation('documented answers', `${path}: ${String(said)}`);
  }

  private async attempt(path: string, init: RequestInit): Promise<Response | Error> {
    try {
      return await fetch(new URL(path, this.gateway.url), {
        ...init,
        headers: { ...init.headers, 'x-api-key': this.gateway.key },
        signal: AbortSignal.timeout(30_000),
      });
    } catch (error) {
      return error as Error; // nobody answers, or no longer
    }
  }
}
