import { setTimeout as delay } from 'node:timers/promises';
import { Transactions, type UnitOfWork } from '@powerpulse/messaging';
import { createLogger, isOutage, metrics } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';
import { concludeJob, type Conclusion } from '../domain/conclude-job.js';
import type { ScorerAnswer } from '../domain/scorer.js';
import { CallLedger } from '../llm/call-ledger.js';
import type { JobDay } from './job-days.js';
import { emitScored, emitUnscored } from './job-events.js';
import type { ClaimedJob } from './job-queue.js';
import {
  countProposals,
  endDays,
  endJob,
  storeScores,
  waitAgain,
  type JobFigures,
  type ScoredRow,
} from './job-results.js';
import type { CatalogEntry } from './scorer-catalog.js';
import { LIVE_RUN } from './waiting-days.js';

/** An answer that was paid for outlives an outage of the database of this length. */
const OUTAGE_MS = 120_000;

interface Written {
  job: ClaimedJob;
  entry: CatalogEntry;
  conclusion: Conclusion<JobDay>;
  figures: JobFigures;
}

/** Writes what a job came to: scores, ends of days and job, cost and events in one transaction. */
@Injectable()
export class JobCommitter {
  private readonly log = createLogger('jobs');

  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: CallLedger,
  ) {}

  async commit(
    job: ClaimedJob,
    entry: CatalogEntry,
    days: readonly JobDay[],
    answer: ScorerAnswer,
    { durationMs, error }: { durationMs: number; error: string | null },
    lost: AbortSignal,
  ): Promise<void> {
    const conclusion = concludeJob(days, answer.verdicts);
    const cached = conclusion.scored.filter(({ day }) => day.known !== null).length;
    const written = { job, entry, conclusion, figures: { ...answer.usage, cached, durationMs, error } };
    const giveUpAt = Date.now() + OUTAGE_MS;
    for (let pause = 200; ; pause = Math.min(2 * pause, 5_000)) {
      try {
        await this.transactions.run((unit) => this.write(unit, written, answer));
        measured(written);
        break;
      } catch (failure) {
        if (!isOutage(failure) || lost.aborted || Date.now() > giveUpAt) throw failure;
        this.log.warn({ err: failure, job: job.jobId }, 'result not written, trying again');
        await delay(pause);
      }
    }
  }

  private async write(unit: UnitOfWork, written: Written, answer: ScorerAnswer): Promise<void> {
    const { job, conclusion, figures } = written;
    const unknown = conclusion.scored.filter(({ day }) => day.known === null);
    const fresh = await storeScores(unit.tx, job, unknown);
    // A worker that lost its job keeps what it learnt in the store and says nothing.
    if (await endJob(unit.tx, job, conclusion, figures)) await this.tell(unit, written, fresh);
    for (const call of answer.open ?? []) await this.ledger.answered(unit.tx, call);
  }

  private async tell(unit: UnitOfWork, written: Written, fresh: readonly ScoredRow[]): Promise<void> {
    const { job, entry, conclusion, figures } = written;
    const known = conclusion.scored.flatMap(({ day }) => (day.known === null ? [] : [{ day, ...day.known }]));
    const scored = [...fresh, ...known];
    await endDays(unit.tx, job, scored, conclusion);
    await waitAgain(unit.tx, job, conclusion.again);
    await countProposals(unit.tx, job, conclusion.scored);
    emitScored(unit, job, entry.scorer.id, scored, figures);
    // A backfill that fails takes nothing away: the day has its score from before.
    if (job.runId === LIVE_RUN) emitUnscored(unit, job, entry.scorer.id, conclusion);
  }
}

function measured({ entry, conclusion, figures }: Written): void {
  const { provider } = entry.scorer.id;
  metrics.judgedDays.inc({ provider, outcome: 'scored' }, conclusion.scored.length);
  metrics.judgedDays.inc({ provider, outcome: 'unscored' }, conclusion.unscored.length);
  metrics.modelCalls.inc({ provider }, figures.calls);
  metrics.modelTokens.inc({ provider, direction: 'input' }, figures.inputTokens);
  metrics.modelTokens.inc({ provider, direction: 'output' }, figures.outputTokens);
  metrics.modelCost.inc({ provider }, figures.costUsd ?? 0);
}
