import type { EarlierDay } from '@powerpulse/contracts';
import type { Database } from '@powerpulse/runtime';
import type { z } from 'zod';
import type { DayFacts } from '../domain/score-events.js';
import type { Judgement } from '../domain/scorer.js';
import type { ClaimedJob } from './job-queue.js';
import { LIVE_RUN } from './waiting-days.js';

/** A day of a job, with all that is needed to fetch, judge and report it. */
export interface JobDay extends DayFacts {
  try: number;
  tokens: number;
  attempts: number;
  maxDays: number | null;
  suspected: boolean;
  conversationVersion: number;
  /** Epoch milliseconds, both ends included. */
  firstAt: number;
  lastAt: number;
  agentNames: string[];
  earlierDays: z.infer<typeof EarlierDay>[];
  correlationId: string;
  /** Under which its judgement is stored: 0, or its version where it was forced. */
  generation: number;
  /** What is stored for it already. */
  known: { judgement: Judgement; generation: number } | null;
  /** Every upload that asked for it was cancelled. */
  cancelled: boolean;
}

interface Row {
  day_id: string;
  version: number;
  try: number;
  tokens: number;
  attempts: number;
  max_days: number | null;
  suspected: boolean;
  conversation_id: string;
  conversation_version: number;
  date: string;
  transcript_hash: string;
  upload_ids: string[];
  first_at: number;
  last_at: number;
  agent_names: string;
  earlier_days: string;
  correlation_id: string;
  forced: boolean;
  judgement: string | null;
  generation: number | null;
  cancelled: boolean;
}

export async function daysOf(database: Database, job: ClaimedJob): Promise<JobDay[]> {
  const rows = await database.query<Row>(
    `select i.day_id, i.version, i.try, i.tokens, i.attempts, i.max_days, i.suspected,
       d.conversation_id, d.conversation_version, d.date::text as date, d.transcript_hash,
       d.upload_ids::text[] as upload_ids, d.agent_names::text as agent_names, d.earlier_days::text as earlier_days, d.correlation_id,
       (extract(epoch from d.first_at) * 1000)::float8 as first_at,
       (extract(epoch from d.last_at) * 1000)::float8 as last_at,
       d.force and i.run_id = $3 as forced, s.judgement::text as judgement, s.generation,
       d.upload_ids <> '{}' and d.upload_ids <@ (select coalesce(array_agg(upload_id), '{}')
          from cancelled_uploads where organization = d.organization) as cancelled
     from job_days i
     join days d on d.organization = i.organization and d.day_id = i.day_id and d.version = i.version
     left join lateral (
       select judgement, generation from scores s
       where s.organization = i.organization and s.transcript_hash = d.transcript_hash and s.scorer_id = $2
         and (not (d.force and i.run_id = $3) or s.generation = d.version)
       order by generation desc limit 1) s on true
     where i.job_id = $1 order by i.seq`,
    [job.jobId, job.scorerId, LIVE_RUN],
  );
  return rows.map(fromRow);
}

function fromRow(row: Row): JobDay {
  return {
    dayId: row.day_id,
    version: row.version,
    try: row.try,
    tokens: row.tokens,
    attempts: row.attempts,
    maxDays: row.max_days,
    suspected: row.suspected,
    conversationId: row.conversation_id,
    conversationVersion: row.conversation_version,
    date: row.date,
    transcriptHash: row.transcript_hash,
    uploadIds: row.upload_ids,
    firstAt: row.first_at,
    lastAt: row.last_at,
    agentNames: JSON.parse(row.agent_names) as string[],
    earlierDays: JSON.parse(row.earlier_days) as JobDay['earlierDays'],
    correlationId: row.correlation_id,
    generation: row.forced ? row.version : 0,
    known:
      row.judgement === null
        ? null
        : { judgement: JSON.parse(row.judgement) as Judgement, generation: row.generation ?? 0 },
    cancelled: row.cancelled,
  };
}
