import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Progress {
  upload_id: string;
  status: 'queued' | 'processing' | 'completed' | 'completed_with_errors' | 'failed' | 'cancelled';
  progress_percentage: number;
  current_stage: string;
  processed_conversations: number;
  total_conversations: number | null;
  processed_days: number;
  total_days: number | null;
  details: string | null;
  statistics: Record<string, number>;
  errors: { code: string; message: string; count?: number }[];
}

export interface Metrics {
  csi: number | null;
  resolution_quality: number | null;
  customer_ease: number | null;
  service_timeliness: number | null;
  interaction_quality: number | null;
  sentiment: number | null;
  csat_percentage: number | null;
  fcr_percentage: number | null;
  avg_response_time: number | null;
  sentiment_distribution: Record<'positive' | 'neutral' | 'negative', number | null>;
  topic_frequency: { topic: string; frequency: number }[];
  sample_count: number;
  scored_days: number;
  unscored_days: number;
  outbound_days: number;
  scorers: { scorer: string; days: number }[];
  pillar_weights: Record<'effectiveness' | 'effort' | 'efficiency' | 'empathy', number>;
  time_zone: string;
}

export interface LowDay {
  chat_id: string;
  analysis_date: string;
  csi_score: number;
  evidence: { reason: string } | null;
}

const PATIENCE_MS = 60_000;

interface Problem {
  title?: string;
  detail?: string;
  byte_offset?: number;
  hint?: string;
}

/** What the demo needs of the HTTP API, as any client would call it. */
export class GatewayClient {
  constructor(
    private readonly gateway: { url: string; key: string | undefined },
    private readonly signal: AbortSignal,
  ) {}

  /** Answers with the upload's id once the file is committed. */
  async upload(file: string): Promise<string> {
    const form = new FormData();
    form.set('file', await openAsBlob(file, { type: 'application/json' }), path.basename(file));
    // The key makes it safe to send the file again when an answer was lost.
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await this.ask<{ upload_id: string }>('/api/upload-json', {
      method: 'POST',
      body: form,
      headers,
    });
    return answer.upload_id;
  }

  progress(uploadId: string): Promise<Progress> {
    return this.ask(`/api/progress/${uploadId}`);
  }

  metrics(): Promise<Metrics> {
    return this.ask('/api/metrics');
  }

  async dates(): Promise<{ date: string; messages: number }[]> {
    return this.ask('/api/metrics/daily');
  }

  async lowestDays(limit: number): Promise<LowDay[]> {
    const { days } = await this.ask<{ days: LowDay[] }>(`/api/metrics/lowest-days?limit=${limit}`);
    return days;
  }

  private async ask<T>(target: string, init: RequestInit = {}): Promise<T> {
    const answer = await this.answered(target, init);
    if (answer.ok) return (await answer.json()) as T;
    const text = await answer.text();
    throw new Error(`${init.method ?? 'GET'} ${target} was answered ${answer.status}: ${reasonIn(text)}`);
  }

  /** A service that is just being started again is waited for. */
  private async answered(target: string, init: RequestInit): Promise<Response> {
    const { url, key } = this.gateway;
    const headers = { ...init.headers, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
    for (
      const end = performance.now() + PATIENCE_MS;
      ;
      await delay(200, undefined, { signal: this.signal })
    ) {
      const [result] = await Promise.allSettled([
        fetch(`${url}${target}`, { ...init, headers, signal: this.signal }),
      ]);
      const last = this.signal.aborted || performance.now() > end;
      if (result.status === 'fulfilled' && (result.value.status !== 503 || last)) return result.value;
      if (result.status === 'rejected' && last)
        throw new Error(`${url} does not answer`, { cause: result.reason });
      if (result.status === 'fulfilled') await result.value.body?.cancel();
    }
  }
}

function reasonIn(text: string): string {
  if (!text.startsWith('{')) return text.slice(0, 300);
  const { title, detail, byte_offset: place, hint } = JSON.parse(text) as Problem;
  const where = place === undefined ? '' : ` (byte ${place})`;
  return [detail ?? title ?? 'no reason given', where, hint ? ` ${hint}` : ''].join('');
}
