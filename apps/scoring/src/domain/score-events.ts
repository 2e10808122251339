import type {
  BatchScored,
  DataOf,
  DayUnscored,
  ScoredDay,
  ScorerId,
  UnscoredReason,
} from '@powerpulse/contracts';
import type { Judgement } from './scorer.js';

type BatchScoredData = DataOf<typeof BatchScored>;

/** Well under the 512 KB an event may have, its envelope included. */
export const MAX_EVENT_BYTES = 384 * 1024;

/** What an event must name of a day. */
export interface DayFacts {
  dayId: string;
  version: number;
  conversationId: string;
  date: string;
  transcriptHash: string;
  uploadIds: readonly string[];
}

/** Confidence stays with the evidence: nobody aggregates it, and these events are kept for ever. */
export function scoredDay(day: DayFacts, judgement: Judgement): ScoredDay {
  return {
    day_id: day.dayId,
    conversation_id: day.conversationId,
    date: day.date,
    version: day.version,
    transcript_hash: day.transcriptHash,
    upload_ids: [...day.uploadIds],
    metrics: judgement.metrics,
    null_reasons: judgement.nullReasons,
  };
}

export function unscoredDay(
  day: Omit<DayFacts, 'transcriptHash'>,
  scorer: ScorerId,
  reason: UnscoredReason,
  detail: string,
): DataOf<typeof DayUnscored> {
  return {
    day_id: day.dayId,
    conversation_id: day.conversationId,
    date: day.date,
    version: day.version,
    upload_ids: [...day.uploadIds],
    scorer,
    reason,
    detail,
  };
}

const NO_USAGE: BatchScoredData['usage'] = {
  calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: null,
  duration_ms: 0,
  cached_days: 0,
};

/** As many events as the days need to stay under the limit. The first one carries the usage, so that sums hold. */
export function batchScoredEvents(
  job: { jobId: string; scorer: ScorerId; usage: BatchScoredData['usage'] },
  days: readonly ScoredDay[],
  maxBytes = MAX_EVENT_BYTES,
): BatchScoredData[] {
  const parts: ScoredDay[][] = [];
  let bytes = Infinity;
  for (const day of days) {
    const size = Buffer.byteLength(JSON.stringify(day)) + 1;
    if (bytes + size > maxBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(day);
    bytes += size;
  }
  return parts.map((part, index) => ({
    job_id: job.jobId,
    scorer: job.scorer,
    days: part,
    usage: index === 0 ? job.usage : NO_USAGE,
  }));
}
