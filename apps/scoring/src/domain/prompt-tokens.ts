import type { ConversationDayCreated, DataOf, DaysToJudge } from '@powerpulse/contracts';

/** Fence, date, alias and check of a day. */
const PER_DAY = 45;
/** Who wrote and when, in front of each message. */
const PER_MESSAGE = 6;
/** An earlier day's line, with the first words of its customer. */
const PER_EARLIER_DAY = 60;

/** Expected tokens of a day's part of a prompt, before anyone has seen its words. */
export function promptTokens(
  day: Pick<DataOf<typeof ConversationDayCreated>, 'token_estimate' | 'messages' | 'earlier_days'>,
): number {
  return promptTokensOf({ ...day, days: 1, earlier_days: day.earlier_days.length });
}

/** The same of days of which only sums are known. */
export function promptTokensOf({ days, token_estimate, messages, earlier_days }: DaysToJudge): number {
  return days * PER_DAY + token_estimate + messages * PER_MESSAGE + earlier_days * PER_EARLIER_DAY;
}
