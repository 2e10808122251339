import type { MicroMetrics, ScorerId, Topic, UnscoredReason } from '@powerpulse/contracts';

export interface TranscriptLine {
  messageId: string;
  /** Epoch milliseconds. */
  at: number;
  /** `to_company`: the customer wrote. */
  direction: 'to_company' | 'to_client';
  text: string;
}

/** Everything a scorer is shown of one conversation-day; what `transcript_hash` covers. */
export interface DayTranscript {
  dayId: string;
  /** YYYY-MM-DD in the organization's zone. */
  date: string;
  messages: readonly TranscriptLine[];
  earlierDays: readonly {
    date: string;
    messages: number;
    customerMessages: number;
    firstCustomerText: string | null;
  }[];
}

/** A span of a message's text (UTF-16 offsets) that a score rests on. */
export interface JudgedQuote {
  metric: string;
  messageId: string;
  start: number;
  length: number;
}

export interface Judgement {
  metrics: MicroMetrics;
  /** Field of `metrics` that is null to the reason why. */
  nullReasons: Record<string, string>;
  /** 0..1 per field. */
  confidence: Record<string, number>;
  /** One sentence for people; the local scorer puts no message text into it. */
  reason: string;
  quotes: JudgedQuote[];
  /** Quotes that a model gave and that are not in the transcript. */
  droppedQuotes?: number;
  /** What a reader should know: condensed, an instruction suspected. */
  notes?: readonly string[];
  /** An instruction to the judge is suspected in the day. */
  suspected?: boolean;
  /** Topics that are missing in the rubric's list. */
  proposedTopics?: readonly Topic[];
}

export type DayVerdict =
  { kind: 'judged'; judgement: Judgement } | { kind: 'unscored'; reason: UnscoredReason; detail: string };

/** Not judged this time: the day waits for another job. */
export interface AskAgain {
  kind: 'again';
  /** For people; never message text. */
  why: string;
  /** Whether this was a try of the day itself, or something else came in between. */
  counts: boolean;
  /** At most this many days in its next job; null: no limit. */
  maxDays: number | null;
  /** Not before so many milliseconds have passed. */
  waitMs: number;
  /** What it takes in a prompt, now that it has been seen. */
  tokens?: number;
  /** An instruction to the judge is suspected in it. */
  suspected?: boolean;
}

export type ScorerVerdict = DayVerdict | AskAgain;

/** `costUsd` is null where no price is known. */
export interface ScorerUsage {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
}

export const NO_USAGE: ScorerUsage = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: null };

export interface DayToJudge extends DayTranscript {
  /** Tries of this day so far that counted. */
  attempts: number;
  /** Its own limit, from an earlier try. */
  maxDays: number | null;
  /** Names and addresses known of the people in it. */
  names: readonly string[];
}

export interface ScorerRequest {
  organization: string;
  jobId: string;
  /** The backfill it belongs to, or the nil UUID. */
  runId: string;
  days: readonly DayToJudge[];
  signal: AbortSignal;
}

/** A call whose end is to be written down in the transaction that stores what it brought. */
export interface OpenCall {
  callId: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
}

export interface ScorerAnswer {
  /** One per day asked for, by `dayId`: never fewer, never more. */
  verdicts: ReadonlyMap<string, ScorerVerdict>;
  usage: ScorerUsage;
  open?: readonly OpenCall[];
}

/** Not now, whoever asks: the job is given back. `counts`: it was a try of the job. */
export class JobDelayed extends Error {
  override readonly name = 'JobDelayed';

  constructor(
    message: string,
    readonly waitMs: number,
    readonly counts = false,
  ) {
    super(message);
  }
}

/** The organization may not spend more. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

/**
 * The port behind which local and language-model scorers sit. A rejection means that nothing was judged and the same
 * days may be asked for again (an outage, an abort); what will never be judged is an `unscored` verdict.
 */
export interface Scorer {
  readonly id: ScorerId;
  judge(request: ScorerRequest): Promise<ScorerAnswer>;
}
