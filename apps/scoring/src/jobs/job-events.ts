import { BatchScored, DayUnscored, type ScorerId } from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import type { UnitOfWork } from '@powerpulse/messaging';
import type { Conclusion } from '../domain/conclude-job.js';
import { batchScoredEvents, scoredDay, unscoredDay } from '../domain/score-events.js';
import type { JobDay } from './job-days.js';
import type { ClaimedJob } from './job-queue.js';
import type { JobFigures, ScoredRow } from './job-results.js';
import { LIVE_RUN } from './waiting-days.js';

export function emitScored(
  unit: UnitOfWork,
  job: ClaimedJob,
  scorer: ScorerId,
  scored: readonly ScoredRow[],
  figures: JobFigures,
): void {
  const usage = {
    calls: figures.calls,
    input_tokens: figures.inputTokens,
    output_tokens: figures.outputTokens,
    cost_usd: figures.costUsd,
    duration_ms: figures.durationMs,
    cached_days: figures.cached,
  };
  const events = batchScoredEvents(
    { jobId: job.jobId, scorer, usage },
    // A backfill adds nothing to the progress of uploads: they had their ends.
    scored.map(({ day, judgement }) =>
      scoredDay(job.runId === LIVE_RUN ? day : { ...day, uploadIds: [] }, judgement),
    ),
  );
  const correlationId = scored[0]?.day.correlationId ?? job.jobId;
  for (const [part, data] of events.entries())
    unit.emit(BatchScored, {
      organization: job.organization,
      id: eventId('BatchScored', job.jobId, part),
      correlationId,
      data,
    });
}

export function emitUnscored(
  unit: UnitOfWork,
  job: ClaimedJob,
  scorer: ScorerId,
  { unscored }: Conclusion<JobDay>,
): void {
  for (const { day, reason, detail } of unscored)
    unit.emit(DayUnscored, {
      organization: job.organization,
      id: eventId('DayUnscored', day.dayId, day.version),
      correlationId: day.correlationId,
      data: unscoredDay(day, scorer, reason, detail),
    });
}
