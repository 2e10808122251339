import { createLogger, Database, isOutage, safeError, traced } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';
import { afterFailure, crashedTooOften } from '../domain/after-failure.js';
import { BudgetExhausted, JobDelayed, NO_USAGE, type ScorerAnswer } from '../domain/scorer.js';
import { JobCommitter } from './job-committer.js';
import { daysOf, type JobDay } from './job-days.js';
import { JobJudge } from './job-judge.js';
import { JobQueue, LEASE_MS, type ClaimedJob } from './job-queue.js';
import { ScorerCatalog, type CatalogEntry } from './scorer-catalog.js';

/** A budget may be raised at any time. */
const BUDGET_WAIT_MS = 30_000;
/** For so long a provider that fails is simply waited for; a job older than that is tried to its end. */
const PATIENCE_MS = 24 * 60 * 60_000;

/** What a job came to, before it is written. */
interface Result {
  answer: ScorerAnswer;
  error: string | null;
}

/** One job from its lease to its commit: transcripts and judging outside any transaction, the result in one. */
@Injectable()
export class JobRunner {
  private readonly log = createLogger('jobs');

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly catalog: ScorerCatalog,
    private readonly judge: JobJudge,
    private readonly committer: JobCommitter,
  ) {}

  async run(job: ClaimedJob, stop: AbortSignal): Promise<void> {
    const entry = await this.catalog.byId(job.organization, job.scorerId);
    if (entry === null) return this.queue.release(job, 'this replica can not ask its scorer', 10_000);
    const lost = new AbortController();
    const beat = setInterval(() => {
      this.queue.renew(job).then(
        (held) => held || lost.abort(),
        (error: unknown) => this.log.warn({ err: error, job: job.jobId }, 'lease not renewed'),
      );
    }, LEASE_MS / 4);
    try {
      await this.runHeld(job, entry, AbortSignal.any([lost.signal, stop]), lost.signal);
    } catch (error) {
      await this.giveBack(job, error, stop.aborted || lost.signal.aborted);
    } finally {
      clearInterval(beat);
    }
  }

  private async giveBack(job: ClaimedJob, error: unknown, interrupted: boolean): Promise<void> {
    const why = safeError(error).message;
    const { fallback } = this.catalog;
    if (interrupted) await this.queue.release(job, why, 0);
    else if (error instanceof JobDelayed)
      await this.queue.release(job, why, error.waitMs, error.counts || job.age > PATIENCE_MS);
    else if (error instanceof BudgetExhausted && fallback !== null)
      await this.queue.reassign(job, fallback.scorerId, fallback.lane, why);
    else if (error instanceof BudgetExhausted) await this.queue.release(job, why, BUDGET_WAIT_MS);
    else if (isOutage(error)) await this.queue.release(job, why, 1_000);
    else throw error;
  }

  private async runHeld(
    job: ClaimedJob,
    entry: CatalogEntry,
    signal: AbortSignal,
    lost: AbortSignal,
  ): Promise<void> {
    const days = await daysOf(this.database, job);
    const of = days.map(({ correlationId }) => correlationId);
    const attributes = { job: job.jobId, scorer: entry.scorer.id.provider, days: days.length };
    await traced('judge days', { of, attributes }, () => this.judgeHeld(job, entry, days, signal, lost));
  }

  private async judgeHeld(
    job: ClaimedJob,
    entry: CatalogEntry,
    days: readonly JobDay[],
    signal: AbortSignal,
    lost: AbortSignal,
  ): Promise<void> {
    const started = performance.now();
    const result = crashedTooOften(job.attempts, days.length)
      ? triedTooOften(job, days)
      : await this.judgeOrFail(job, entry, days, signal);
    const commit = ({ answer, error }: Result) =>
      this.committer.commit(
        job,
        entry,
        days,
        answer,
        { durationMs: performance.now() - started, error },
        lost,
      );
    try {
      await commit(result);
    } catch (error) {
      if (isOutage(error)) throw error;
      // What PostgreSQL or the event's schema refuses is one day's fault: find it by halves.
      this.log.error({ err: error, job: job.jobId }, 'result refused');
      await commit(failed(days, `result refused: ${safeError(error).message}`, result.answer));
    }
  }

  private async judgeOrFail(
    job: ClaimedJob,
    entry: CatalogEntry,
    days: readonly JobDay[],
    signal: AbortSignal,
  ): Promise<Result> {
    try {
      return { answer: await this.judge.judge(job, entry, days, signal), error: null };
    } catch (error) {
      const passes = error instanceof JobDelayed || error instanceof BudgetExhausted;
      if (passes || isOutage(error) || signal.aborted) throw error;
      this.log.error({ err: error, job: job.jobId, days: days.length }, 'job failed');
      return failed(days, safeError(error).message, { usage: NO_USAGE });
    }
  }
}

/** Its workers were lost, or its provider failed for it, again and again. */
function triedTooOften({ lastError }: ClaimedJob, days: readonly JobDay[]): Result {
  const why = lastError ?? 'its process died whenever it was judged';
  const reason = why.startsWith('provider: ') ? 'provider_failed' : 'scorer_error';
  return {
    answer: { verdicts: afterFailure(days, why, { reason, attempts: 1 }), usage: NO_USAGE },
    error: why,
  };
}

/** What the calls cost stays true, whatever became of their answers. */
function failed(days: readonly JobDay[], why: string, paid: Pick<ScorerAnswer, 'usage' | 'open'>): Result {
  const verdicts = afterFailure(days, why, { reason: 'scorer_error' });
  return { answer: { ...paid, verdicts }, error: why };
}
