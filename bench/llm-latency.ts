/** Calls a second against a model that takes its time: what the fleet makes of the calls it may have in flight. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { LlmStub } from '../libs/testing/src/llm-stub/index.js';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { getJson, upload, untilEnded } from './api.js';
import { generateExport } from './generate.js';
import { difference, usageOf } from './processes.js';

const LATENCY_MS = 1_000;
const CONCURRENCY = 5;
const DAYS_PER_CALL = 10;

export interface LlmLatencyResult {
  replicas: number;
  days: number;
  calls: number;
  /** Answers that were paid for more than days and bounds need. */
  calls_times_minimum: number;
  /** Of the places for days in all calls. */
  packing_fill: number;
  seconds: number;
  calls_per_second: number;
  /** Of concurrency / latency. */
  share_of_possible: number;
  max_in_flight: number;
  /** Between an answer and the call that takes its place; milliseconds. */
  gap_ms: { median: number; p95: number };
  scoring_cpu_seconds_per_call: number;
  cpu_seconds: Record<string, number>;
  load: number;
}

export async function measureLlmLatency(
  conversations: number,
  seed: number,
  replicas: number,
): Promise<LlmLatencyResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-bench-'));
  const file = path.join(folder, 'export.json');
  await generateExport({ file, conversations, seed });
  const stub = await LlmStub.start({ latencyMs: LATENCY_MS });
  const stack = await startStack({
    replicas,
    environment: {
      ...process.env,
      ...{ LOG_LEVEL: 'warn', SCORER: 'openai', OPENAI_API_KEY: 'sk-stub', OPENAI_BASE_URL: stub.url },
      ...{ AI_CONCURRENCY: String(CONCURRENCY), BATCH_SIZE: String(DAYS_PER_CALL) },
    },
  });
  try {
    const gateway = { url: stack.urls.gateway ?? '', key: stack.ownerKey?.key ?? '' };
    const before = usageOf(stack.pids());
    const progress = await untilEnded(gateway, await upload(gateway, file));
    const processes = difference(usageOf(stack.pids()), before);
    if (progress.status !== 'completed') throw new Error(`the upload ended as ${progress.status}`);
    const { total } = await getJson<{ total: { calls: number } }>(gateway, '/api/usage');
    if (total.calls !== stub.answered) throw new Error('the ledger and the stub count differently');
    const cpu = Object.entries(processes).map(([name, use]) => [name, use.cpuSeconds] as const);
    const scoring = cpu.filter(([name]) => name.startsWith('scoring')).reduce((sum, [, s]) => sum + s, 0);
    return {
      replicas,
      days: progress.processed_days,
      ...throughput(stub, progress.processed_days),
      scoring_cpu_seconds_per_call: scoring / stub.calls.length,
      cpu_seconds: Object.fromEntries(cpu),
      load: loadavg()[0] ?? 0,
    };
  } finally {
    await stack.stop();
    await stub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function throughput(stub: LlmStub, days: number) {
  const { calls } = stub;
  const ends = calls.map((call) => call.endedAt ?? call.at).sort((a, b) => a - b);
  const starts = calls.map((call) => call.at).sort((a, b) => a - b);
  const seconds = ((ends.at(-1) ?? 0) - (starts[0] ?? 0)) / 1_000;
  // The n-th answer frees the place of the call that comes after all places were taken.
  const gaps = starts.slice(CONCURRENCY).map((start, i) => start - (ends[i] ?? start));
  gaps.sort((a, b) => a - b);
  return {
    calls: calls.length,
    calls_times_minimum: calls.length / Math.ceil(days / DAYS_PER_CALL),
    packing_fill: days / (calls.length * DAYS_PER_CALL),
    seconds,
    calls_per_second: calls.length / seconds,
    share_of_possible: calls.length / seconds / ((CONCURRENCY * 1_000) / LATENCY_MS),
    max_in_flight: stub.maxInFlight,
    gap_ms: {
      median: gaps[Math.floor(gaps.length / 2)] ?? 0,
      p95: gaps[Math.floor(gaps.length * 0.95)] ?? 0,
    },
  };
}
