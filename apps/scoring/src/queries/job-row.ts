import type { ScoringJob } from '@powerpulse/contracts';
import { LIVE_RUN } from '../jobs/waiting-days.js';

/** Instants as ISO text. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Columns of `jobs j join scorers who`, as `JobRow`. */
export const JOB_COLUMNS = `j.job_id, j.run_id, j.status, who.provider, who.model, who.rubric,
  j.upload_ids::text[] as upload_ids, ${iso('j.created_at')} as created_at, ${iso('j.started_at')} as started_at,
  ${iso('j.completed_at')} as completed_at, ${iso('j.due_at')} as due_at, j.attempts, j.days, j.scored, j.unscored,
  j.asked_again, j.cached, j.calls, j.tokens_estimated, j.input_tokens, j.output_tokens,
  j.cost_usd::float8 as cost_usd, j.duration_ms, j.error`;

export type JobRow = Omit<ScoringJob, 'scorer' | 'backfill_id'> & ScoringJob['scorer'] & { run_id: string };

export function jobOf({ run_id, provider, model, rubric, ...row }: JobRow): ScoringJob {
  return { ...row, scorer: { provider, model, rubric }, backfill_id: run_id === LIVE_RUN ? null : run_id };
}
