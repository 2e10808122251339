import type { ConversationFilter } from '../api/client';

/** What the filters of the list can be; the contract has the same. */
export const OUTCOMES = ['resolved', 'escalated', 'abandoned', 'pending'] as const;
export const TONES = ['positive', 'neutral', 'negative'] as const;
export const DAY_STATUSES = ['scored', 'unscored', 'unjudged', 'outbound'] as const;

type Measure = NonNullable<ConversationFilter['measured']>;

/** In everyday words. */
export const DAYS_WITH: Record<Measure, string> = {
  sentiment_score: 'a tone',
  sentiment_shift: 'a change of tone',
  resolution_achieved: 'a verdict on solved or not',
  fcr_score: 'a verdict on first contact',
  ces: 'an effort',
  predicted_rating: 'a likely rating',
  first_response_time: 'a first answer',
  avg_response_time: 'an answer',
  total_handling_time: 'a handling time',
};

export const MEASURES = Object.keys(DAYS_WITH) as Measure[];

/** The list is made of single days, as the numbers count them. */
export const isOfDays = ({
  match,
  day_status,
  sentiment,
  measured,
  upload_id,
}: ConversationFilter): boolean =>
  match === 'days' || [day_status, sentiment, measured, upload_id].some((one) => one !== undefined);
