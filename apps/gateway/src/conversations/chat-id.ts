import { NotFound } from '@powerpulse/runtime';

/** The id in the query stands for a path that URL parsers would have resolved (`.` and `..`). */
export function chatIdOf(path: string, query: string | undefined): string {
  const chatId = query ?? path;
  // Neither can have been stored: PostgreSQL has no U+0000 and no half surrogate pairs.
  if (/[\0\p{Cs}]/u.test(chatId)) throw noSuchConversation();
  return chatId;
}

export const noSuchConversation = (): NotFound => new NotFound('There is no such conversation.');
