import { Injectable } from '@nestjs/common';
import { NO_USAGE, type DayToJudge, type ScorerAnswer, type ScorerVerdict } from '../domain/scorer.js';
import type { JobDay } from './job-days.js';
import type { ClaimedJob } from './job-queue.js';
import type { CatalogEntry } from './scorer-catalog.js';
import { Transcripts } from './transcripts.js';

/** Verdicts for the days of a job: from the store, by what has happened meanwhile, else from its scorer. */
@Injectable()
export class JobJudge {
  constructor(private readonly transcripts: Transcripts) {}

  async judge(
    job: ClaimedJob,
    entry: CatalogEntry,
    days: readonly JobDay[],
    signal: AbortSignal,
  ): Promise<ScorerAnswer> {
    const verdicts = new Map<string, ScorerVerdict>();
    const open: JobDay[] = [];
    for (const day of days) {
      if (day.known !== null) verdicts.set(day.dayId, { kind: 'judged', judgement: day.known.judgement });
      else if (day.cancelled) verdicts.set(day.dayId, CANCELLED);
      else open.push(day);
    }
    const found = await this.fetch(job, entry, open);
    const there = new Set(found.map((day) => day.dayId));
    for (const day of open) if (!there.has(day.dayId)) verdicts.set(day.dayId, CHANGED);
    if (found.length === 0) return { verdicts, usage: NO_USAGE };
    const { organization, jobId, runId } = job;
    const answer = await entry.scorer.judge({ organization, jobId, runId, days: found, signal });
    for (const [dayId, verdict] of answer.verdicts) verdicts.set(dayId, verdict);
    return { ...answer, verdicts };
  }

  private async fetch(
    { organization }: ClaimedJob,
    { external }: CatalogEntry,
    open: readonly JobDay[],
  ): Promise<DayToJudge[]> {
    if (open.length === 0) return [];
    const found = await this.transcripts.fetch(organization, open);
    if (!external) return [...found.values()];
    const customers = await this.transcripts.names(organization, open);
    return open.flatMap((day) => {
      const transcript = found.get(day.dayId);
      const customer = customers.get(day.conversationId);
      if (transcript === undefined || customer === undefined) return transcript ?? [];
      return { ...transcript, names: [customer, ...transcript.names] };
    });
  }
}

const CANCELLED: ScorerVerdict = {
  kind: 'unscored',
  reason: 'cancelled',
  detail: 'every upload that asked for this day was cancelled',
};

const CHANGED: ScorerVerdict = {
  kind: 'unscored',
  reason: 'transcript_changed',
  detail: 'its messages are no longer those that were announced',
};
