import type { Work } from './count-work.js';
import type { Progress } from './progress.js';

const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

/** One sentence for people. */
export function describeProgress(progress: Omit<Progress, 'details'>, work: Work): string {
  switch (progress.status) {
    case 'failed':
      return progress.errors.find((error) => error.code === 'failed')?.message ?? 'It could not be read.';
    case 'cancelled':
      return `Cancelled; kept of it: ${count(work.judged - work.unscored, 'scored day')}.`;
    case 'completed':
    case 'completed_with_errors':
      return describeResult(progress, work);
    case 'queued':
    case 'processing':
      return describeStage(progress, work);
  }
}

function describeResult(progress: Omit<Progress, 'details'>, work: Work): string {
  const rejected = progress.statistics.rejected_messages;
  const kept =
    work.changed === 0
      ? 'Nothing new: no conversation changed.'
      : `${count(work.days, 'day')} of ${count(work.changed, 'conversation')} are in the metrics.`;
  const missing = [
    ...(rejected > 0 ? [`${count(rejected, 'message')} rejected`] : []),
    ...(work.unscored > 0 ? [`${count(work.unscored, 'day')} without a score`] : []),
  ];
  return missing.length > 0 ? `${kept} ${missing.join(', ')}.` : kept;
}

function describeStage(progress: Omit<Progress, 'details'>, work: Work): string {
  switch (progress.current_stage) {
    case 'queued':
      return 'Waiting to be read.';
    case 'ingesting':
      return `Reading: ${String(Math.floor((100 * work.bytesRead) / work.bytes))} % of the file, ${count(work.messages, 'message')} so far.`;
    case 'day_splitting':
      return `Splitting by day: ${String(work.split)} of ${count(work.changed, 'conversation')}.`;
    case 'scoring':
      return `Scoring: ${String(work.judged)} of ${count(work.toScore, 'day')}.`;
    case 'projecting':
    case 'done':
      return 'Bringing the last numbers into the metrics.';
  }
}
