import type { MicroMetrics, ScorerId } from '@powerpulse/contracts';
import type { DayState, PresentFacts } from './conversation-day.js';
import { csiOf, type IndexRules, NO_PILLARS, type Pillars, pillarsOf } from './csi.js';

/** A day as it counts now. Absent (never created, or retracted) is `null`, not a kind of day. */
export interface CountedDay {
  readonly conversationId: string;
  readonly date: string;
  readonly dayId: string;
  readonly facts: PresentFacts;
  readonly status: 'scored' | 'unscored' | 'outbound';
  /** Of the judgement that counts; `null` where there is none. */
  readonly metrics: MicroMetrics | null;
  readonly scorer: ScorerId | null;
  readonly pillars: Pillars;
  readonly csi: number | null;
  readonly unscoredReason: string | null;
}

export function countedDay(state: DayState, rules: IndexRules): CountedDay | null {
  const { conversationId, date, dayId, facts, judgement } = state;
  if (facts?.kind !== 'present') return null;
  const day = { conversationId, date, dayId, facts };
  if (facts.outbound)
    return { ...day, ...NOT_JUDGED, status: 'outbound', pillars: NO_PILLARS, unscoredReason: null };
  // A judgement of another version judged another text.
  const counting = judgement?.version === facts.version ? judgement : null;
  if (counting?.verdict.kind !== 'scored') {
    const unscoredReason = counting === null ? 'waiting' : counting.verdict.reason;
    const scorer = counting?.scorer ?? null;
    const pillars = pillarsOf(null, facts.time, rules.timeLimits);
    return { ...day, ...NOT_JUDGED, scorer, status: 'unscored', pillars, unscoredReason };
  }
  const { metrics } = counting.verdict;
  const pillars = pillarsOf(metrics, facts.time, rules.timeLimits);
  const csi = csiOf(pillars, rules.weights);
  const judged = { ...day, metrics, scorer: counting.scorer, pillars, csi };
  return csi === null
    ? { ...judged, status: 'unscored', unscoredReason: 'missing_pillars' }
    : { ...judged, status: 'scored', unscoredReason: null };
}

const NOT_JUDGED = { metrics: null, scorer: null, csi: null } as const;
