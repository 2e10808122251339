import { jsonLines, plainArray, textArray, type Tx } from '@powerpulse/runtime';
import type { Conclusion } from '../domain/conclude-job.js';
import type { Judgement, ScorerUsage } from '../domain/scorer.js';
import type { JobDay } from './job-days.js';
import type { ClaimedJob } from './job-queue.js';
import { LIVE_RUN, type WaitingRow } from './waiting-days.js';

/** Of days that ended without ever being in a job. */
const NO_JOB = LIVE_RUN;

export interface JobFigures extends ScorerUsage {
  cached: number;
  durationMs: number;
  error: string | null;
}

export interface ScoredRow {
  day: JobDay;
  judgement: Judgement;
  generation: number;
}

/**
 * Stores new judgements by their content and returns what is stored now: where another worker was first, its judgement
 * is the one that counts, so that the same input always has the same answer.
 */
export async function storeScores(
  tx: Tx,
  job: ClaimedJob,
  scored: Conclusion<JobDay>['scored'],
): Promise<ScoredRow[]> {
  if (scored.length === 0) return [];
  const inserted = await tx.prepared(
    'scores-insert',
    `insert into scores (organization, transcript_hash, scorer_id, generation, judgement, job_id)
     select $1, u.hash, $2, u.generation, u.judgement, $3
     from unnest($4::text[], $5::int[], string_to_array($6, E'\\n')::json[]) as u(hash, generation, judgement)
     order by u.hash on conflict do nothing returning 1 as one`,
    [
      job.organization,
      job.scorerId,
      job.jobId,
      textArray(scored.map(({ day }) => day.transcriptHash)),
      plainArray(scored.map(({ day }) => day.generation)),
      jsonLines(scored.map(({ judgement }) => JSON.stringify(judgement))),
    ],
  );
  const rows = scored.map(({ day, judgement }) => ({ day, judgement, generation: day.generation }));
  return inserted.length === rows.length ? rows : await asStored(tx, job, rows);
}

async function asStored(tx: Tx, job: ClaimedJob, rows: readonly ScoredRow[]): Promise<ScoredRow[]> {
  const stored = await tx.query<{ transcript_hash: string; generation: number; judgement: string }>(
    `select s.transcript_hash, s.generation, s.judgement::text as judgement
     from unnest($3::text[], $4::int[]) as u(hash, generation)
     join scores s on s.organization = $1 and s.scorer_id = $2 and s.transcript_hash = u.hash
       and s.generation = u.generation`,
    [
      job.organization,
      job.scorerId,
      rows.map((row) => row.day.transcriptHash),
      rows.map((row) => row.generation),
    ],
  );
  const byAddress = new Map(stored.map((row) => [`${row.transcript_hash} ${row.generation}`, row.judgement]));
  return rows.map((row) => {
    const judgement = byAddress.get(`${row.day.transcriptHash} ${row.generation}`);
    return judgement === undefined ? row : { ...row, judgement: JSON.parse(judgement) as Judgement };
  });
}

/** Ends the job if its worker still holds it; false where it was taken away meanwhile. */
export async function endJob(
  tx: Tx,
  job: ClaimedJob,
  conclusion: Conclusion<JobDay>,
  figures: JobFigures,
): Promise<boolean> {
  const rows = await tx.query(
    `update jobs set status = $3, completed_at = now(), lease_token = null, lease_until = null,
       scored = $4, unscored = $5, asked_again = $6, cached = $7, calls = $8, input_tokens = $9, output_tokens = $10,
       cost_usd = $11, duration_ms = $12, error = $13
     where job_id = $1 and lease_token = $2 and status = 'in_progress' returning 1 as mine`,
    [
      job.jobId,
      job.token,
      conclusion.status,
      conclusion.scored.length,
      conclusion.unscored.length,
      conclusion.again.length,
      figures.cached,
      figures.calls,
      figures.inputTokens,
      figures.outputTokens,
      figures.costUsd,
      figures.durationMs,
      figures.error,
    ],
  );
  return rows.length > 0;
}

interface Ending {
  day: JobDay;
  result: 'scored' | 'unscored' | 'again';
  generation: number | null;
  reason: string | null;
  detail: string | null;
  suspected: boolean;
}

export async function endDays(
  tx: Tx,
  job: ClaimedJob,
  scored: readonly ScoredRow[],
  { unscored, again }: Conclusion<JobDay>,
): Promise<void> {
  const endings: Ending[] = [
    ...scored.map(({ day, generation, judgement }) => ({
      ...ending(day, 'scored'),
      generation,
      suspected: judgement.suspected ?? false,
    })),
    ...unscored.map(({ day, reason, detail }) => ({ ...ending(day, 'unscored'), reason, detail })),
    ...again.map(({ day, verdict }) => ({ ...ending(day, 'again'), detail: verdict.why })),
  ];
  await tx.query(
    `update job_days i set result = u.result, generation = u.generation, reason = u.reason, detail = u.detail,
       suspected = i.suspected or u.suspected
     from unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::boolean[])
       as u(day_id, result, generation, reason, detail, suspected)
     where i.job_id = $1 and i.day_id = u.day_id`,
    [
      job.jobId,
      endings.map(({ day }) => day.dayId),
      endings.map(({ result }) => result),
      endings.map(({ generation }) => generation),
      endings.map(({ reason }) => reason),
      endings.map(({ detail }) => detail),
      endings.map(({ suspected }) => suspected),
    ],
  );
}

const ending = (day: JobDay, result: Ending['result']): Ending => ({
  day,
  result,
  generation: null,
  reason: null,
  detail: null,
  suspected: false,
});

/** Days to be asked for again wait for another job, as a new try. */
export async function waitAgain(tx: Tx, job: ClaimedJob, again: Conclusion<JobDay>['again']): Promise<void> {
  if (again.length === 0) return;
  await tx.query(
    `insert into job_days (organization, run_id, day_id, version, try, tokens, attempts, max_days, suspected, due_at)
     select $1, $2, u.day_id, u.version, u.try, u.tokens, u.attempts, u.max_days, u.suspected,
       now() + u.wait_ms * interval '1 millisecond'
     from unnest($3::uuid[], $4::int[], $5::smallint[], $6::int[], $7::smallint[], $8::smallint[], $9::boolean[],
                 $10::int[]) as u(day_id, version, try, tokens, attempts, max_days, suspected, wait_ms)`,
    [
      job.organization,
      job.runId,
      again.map(({ day }) => day.dayId),
      again.map(({ day }) => day.version),
      again.map(({ day }) => day.try + 1),
      again.map(({ day, verdict }) => verdict.tokens ?? day.tokens),
      again.map(({ day, verdict }) => day.attempts + (verdict.counts ? 1 : 0)),
      again.map(({ verdict }) => verdict.maxDays),
      again.map(({ day, verdict }) => verdict.suspected ?? day.suspected),
      again.map(({ verdict }) => Math.round(verdict.waitMs)),
    ],
  );
}

/** Topics that a model missed in the rubric's list, counted for whoever keeps that list. */
export async function countProposals(
  tx: Tx,
  job: ClaimedJob,
  scored: Conclusion<JobDay>['scored'],
): Promise<void> {
  const topics = scored.flatMap(({ judgement }) => judgement.proposedTopics ?? []);
  if (topics.length === 0) return;
  await tx.query(
    `insert into topic_proposals (organization, slug, label, days)
     select $1, slug, min(label), count(*)::int from unnest($2::text[], $3::text[]) as t(slug, label)
     group by slug order by slug
     on conflict (organization, slug) do update set days = topic_proposals.days + excluded.days, last_at = now()`,
    [job.organization, topics.map((topic) => topic.slug), topics.map((topic) => topic.label)],
  );
}

/** Rows that are locked and were never in a job. */
export async function endWithoutJob(tx: Tx, rows: readonly WaitingRow[]): Promise<void> {
  await tx.query(
    `update job_days i set job_id = $1, result = 'unscored', reason = u.reason
     from unnest($2::tid[], $3::text[]) as u(place, reason) where i.ctid = u.place`,
    [NO_JOB, rows.map((row) => row.place), rows.map((row) => row.over)],
  );
}
