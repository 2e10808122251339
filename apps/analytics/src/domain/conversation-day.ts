import type { DayAgent, MicroMetrics, ScorerId, TimeMetrics } from '@powerpulse/contracts';

/** What day-splitting says of a day. Only the highest version counts. */
export type DayFacts =
  { readonly kind: 'retracted'; readonly version: number } | (PresentFacts & { readonly kind: 'present' });

export interface PresentFacts {
  readonly version: number;
  readonly chatId: string;
  /** Epoch milliseconds of the day's first and last message. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly messages: number;
  readonly customerMessages: number;
  readonly outbound: boolean;
  readonly agents: readonly DayAgent[];
  readonly time: TimeMetrics;
}

/** What a scorer says of one version of a day: metrics, or the reason why there are none. */
export interface Judgement {
  readonly version: number;
  /** When it was said (epoch milliseconds), and by which event. */
  readonly at: number;
  readonly eventId: string;
  readonly scorer: ScorerId;
  readonly verdict: Verdict;
}

export type Verdict =
  | { readonly kind: 'scored'; readonly metrics: MicroMetrics }
  | { readonly kind: 'unscored'; readonly reason: string };

/**
 * All that is remembered of a conversation-day. Either half may come first, and it may be all there is for a while.
 */
export interface DayState {
  readonly conversationId: string;
  readonly date: string;
  readonly dayId: string;
  readonly facts: DayFacts | null;
  readonly judgement: Judgement | null;
}

export const dayKey = (day: { conversationId: string; date: string }): string =>
  `${day.conversationId} ${day.date}`;
