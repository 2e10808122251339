import { transcriptHash } from '@powerpulse/ids';
import type { EarlierDay } from '@powerpulse/contracts';
import type { z } from 'zod';

type Earlier = z.infer<typeof EarlierDay>;

/** Are these messages what day-splitting hashed? If not, a score of them would stand under another text's address. */
export function isTranscriptOf(
  day: { transcriptHash: string; earlierDays: readonly Earlier[] },
  messages: readonly { messageId: string }[],
): boolean {
  const messageIds = messages.map((m) => m.messageId);
  return transcriptHash({ messageIds, earlierDays: day.earlierDays }) === day.transcriptHash;
}
