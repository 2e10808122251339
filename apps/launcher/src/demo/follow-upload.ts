import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayClient, Progress } from './gateway-client.js';
import type { ProgressView } from './progress-view.js';

export interface Followed {
  last: Progress;
  /** Seconds in which each stage was the current one. */
  stageSeconds: Record<string, number>;
}

const ENDED: readonly Progress['status'][] = ['completed', 'completed_with_errors', 'failed', 'cancelled'];

/** In order; all are in the report, also one that was over before it was seen. */
const STAGES = ['queued', 'ingesting', 'day_splitting', 'scoring', 'projecting'];

/** Often while it is new, so that short stages are seen; rarely when it takes long. */
const pauseAfter = (elapsedMs: number) => (elapsedMs < 20_000 ? 150 : 1_000);

export async function followUpload(
  client: GatewayClient,
  uploadId: string,
  view: ProgressView,
  signal: AbortSignal,
): Promise<Followed> {
  const stageSeconds: Record<string, number> = Object.fromEntries(STAGES.map((stage) => [stage, 0]));
  const start = performance.now();
  let stage = 'queued';
  for (let before = start; ; await delay(pauseAfter(before - start), undefined, { signal })) {
    const last = await client.progress(uploadId);
    const now = performance.now();
    const ended = ENDED.includes(last.status);
    // The time since the last look belongs to the stage seen now; at the end, to the last one seen.
    if (!ended) stage = last.current_stage;
    stageSeconds[stage] = (stageSeconds[stage] ?? 0) + (now - before) / 1000;
    before = now;
    view.show(last);
    if (ended) return { last, stageSeconds };
  }
}
