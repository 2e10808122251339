import fs from 'node:fs';
import path from 'node:path';
import { followUpload } from './follow-upload.js';
import { type GatewayClient, type Metrics, type Progress } from './gateway-client.js';
import { progressView } from './progress-view.js';
import { summary } from './summary.js';

export interface DemoResult {
  /** For people. */
  text: string;
  /** For programs: `--json`. */
  report: {
    metrics: Metrics;
    pipeline: Record<string, number | string | null>;
    seconds: Record<string, number>;
  };
}

export function assertReadable(file: string): void {
  if (!fs.existsSync(file)) throw new Error(`There is no file ${file}.`);
  if (!fs.statSync(file).isFile()) throw new Error(`${file} is not a file.`);
  fs.accessSync(file, fs.constants.R_OK);
}

/** Uploads the file, waits until every number of it is in the metrics, and asks for them: all over HTTP. */
export async function runDemo(
  client: GatewayClient,
  file: string,
  terminal: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<DemoResult> {
  const clock = stopwatch();
  const uploadId = await client.upload(file);
  const upload = clock();
  const { last: progress, stageSeconds } = await followUpload(
    client,
    uploadId,
    progressView(terminal),
    signal,
  );
  const processing = clock();
  if (progress.status === 'failed' || progress.status === 'cancelled') throw new Error(ending(progress));
  const [metrics, dates, lowest] = await Promise.all([
    client.metrics(),
    client.dates(),
    client.lowestDays(5),
  ]);
  const text = summary({ file: path.basename(file), metrics, dates, lowest, progress });
  const seconds = { upload, processing, ...stageSeconds, summary: clock() };
  return { text, report: { metrics, pipeline: counts(progress), seconds } };
}

function ending(progress: Progress): string {
  const reasons = progress.errors.map(({ message }) => message).join('; ');
  return `The upload ${progress.status === 'failed' ? 'failed' : 'was cancelled'}: ${reasons || progress.details}`;
}

function counts(progress: Progress): Record<string, number | string | null> {
  const { upload_id, status, processed_conversations, total_conversations, processed_days, total_days } =
    progress;
  const conversations = { processed_conversations, total_conversations };
  return { upload_id, status, ...conversations, processed_days, total_days, ...progress.statistics };
}

/** Seconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const seconds = (performance.now() - last) / 1000;
    last = performance.now();
    return seconds;
  };
}
