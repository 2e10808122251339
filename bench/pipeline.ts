/** Upload to all read models, as separate processes on this machine. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { LlmStub } from '../libs/testing/src/llm-stub/index.js';
import { upload, untilEnded } from './api.js';
import { type LongestStalls, longestStalls, watchingEventLoops } from './event-loop.js';
import { measureFloor } from './floor.js';
import { generateExport } from './generate.js';
import { difference, type ProcessUse, usageOf } from './processes.js';
import { verify } from './verify.js';

export interface PipelineOptions {
  conversations: number;
  seed: number;
  /** `instant`: a language model that answers at once, so that what is left is ours. */
  scorer: 'local' | 'instant';
}

export interface PipelineResult {
  conversations: number;
  scorer: PipelineOptions['scorer'];
  days: number;
  messages: number;
  megabytes: number;
  upload_seconds: number;
  seconds: number;
  days_per_second: number;
  messages_per_second: number;
  cpu_seconds_per_thousand_days: number;
  database_megabytes: number;
  stream_megabytes: number;
  /** Longest by service. */
  event_loop_stalls: Record<string, LongestStalls>;
  floor_seconds: number;
  times_floor: number;
  largest_process_megabytes: number;
  processes: Record<string, ProcessUse>;
}

export async function measurePipeline(options: PipelineOptions): Promise<PipelineResult> {
  const { conversations, seed, scorer } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-bench-'));
  const file = path.join(folder, 'export.json');
  const generated = await generateExport({ file, conversations, seed });
  const stub = scorer === 'instant' ? await LlmStub.start({ latencyMs: 0 }) : undefined;
  const model = stub && { SCORER: 'openai', OPENAI_API_KEY: 'sk-stub', OPENAI_BASE_URL: stub.url };
  const environment = { ...process.env, LOG_LEVEL: 'warn', ...model, ...watchingEventLoops(folder) };
  const stack = await startStack({ environment });
  try {
    const { gateway: url = '', postgres = '' } = stack.urls;
    const gateway = { url, key: stack.ownerKey?.key ?? '' };
    const before = usageOf(stack.pids());
    const since = Date.now(); // not what starting took
    const started = performance.now();
    const uploadId = await upload(gateway, file);
    const accepted = performance.now();
    const progress = await untilEnded(gateway, uploadId);
    const ended = performance.now();
    const after = usageOf(stack.pids());
    const stalls = longestStalls(folder, stack.pids(), since);
    if (progress.status !== 'completed') throw new Error(`the upload ended as ${progress.status}`);
    const { days } = await verify(gateway, file);
    const databaseMegabytes = await databaseSize(postgres);
    const floor = await measureFloor(postgres, file);
    const seconds = (ended - started) / 1000;
    const processes = difference(after, before);
    const cpu = Object.values(processes).reduce((sum, p) => sum + p.cpuSeconds, 0);
    return {
      conversations: generated.conversations,
      scorer,
      days,
      messages: generated.messages,
      megabytes: statSync(file).size / 1e6,
      upload_seconds: (accepted - started) / 1000,
      seconds,
      days_per_second: days / seconds,
      messages_per_second: generated.messages / seconds,
      cpu_seconds_per_thousand_days: (1000 * cpu) / days,
      database_megabytes: databaseMegabytes,
      stream_megabytes: await streamSize(stack.urls.natsMonitor ?? ''),
      event_loop_stalls: stalls,
      floor_seconds: floor.seconds,
      times_floor: seconds / floor.seconds,
      largest_process_megabytes: Math.max(...Object.values(processes).map((use) => use.peakMegabytes)),
      processes,
    };
  } finally {
    await stack.stop();
    await stub?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function databaseSize(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ size: string }>(
    'select pg_database_size(current_database()) as size',
  );
  await client.end();
  return Number(rows[0]?.size) / 1e6;
}

/** On disk, of all streams. */
async function streamSize(monitor: string): Promise<number> {
  const { bytes } = (await (await fetch(`${monitor}/jsz`)).json()) as { bytes: number };
  return bytes / 1e6;
}
