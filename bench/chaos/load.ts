/** What a round uploads: chats that overlap between files, repeated messages and one in a hundred that is no good. */
import { type Conversation, makeConversation, seededRandom } from '../generate.js';
import { type OracleMessage, readGrouped } from '../../test/oracle/days.js';

type GroupedFile = Record<string, Conversation>;

export interface LoadFile {
  body: string;
  messages: number;
  bad: number;
}

export interface Load {
  files: LoadFile[];
  /** Each message once, as the oracle reads it. */
  messages: OracleMessage[];
}

const DAY = 86_400_000;
/** A conversation begins within 90 days and lasts up to 4: rounds of one stack share no date. */
const WINDOW_DAYS = 100;
const FIRST_DAY = Date.parse('2004-01-01T00:00:00Z');
const REPEATED = 0.1;
const BAD = 0.01;

export function makeLoad(seed: number, round: number, place: number, chats: number): Load {
  const random = seededRandom(seed * 100_003 + round);
  const start = FIRST_DAY + place * WINDOW_DAYS * DAY;
  const ids = Array.from({ length: chats }, (_, i) => `chaos-${seed}-${round}-${i}`);
  const all: GroupedFile = Object.fromEntries(ids.map((id) => [id, makeConversation(id, start, random)]));
  const part = (from: number, to: number) => ids.slice(Math.floor(from * chats), Math.ceil(to * chats));
  const parts = [part(0, 0.6), part(0.4, 1), part(0.2, 0.8), ids];
  return {
    files: parts.map((chosen, index) => spoil(pick(all, chosen, index), random)),
    messages: readGrouped(all),
  };
}

/** The third file has the first half of each chat only: an export that was made earlier. */
const pick = (all: GroupedFile, ids: string[], index: number): GroupedFile =>
  Object.fromEntries(
    ids.map((id) => {
      const messages = all[id] ?? [];
      return [id, index === 2 ? messages.slice(0, Math.ceil(messages.length / 2)) : messages];
    }),
  );

function spoil(file: GroupedFile, random: () => number): LoadFile {
  let bad = 0;
  const spoilt = Object.fromEntries(
    Object.entries(file).map(([id, messages]) => [
      id,
      messages.flatMap((message, i) => {
        const rows = random() < REPEATED ? [message, message] : [message];
        if (random() >= BAD && (bad > 0 || i > 0)) return rows;
        bad++;
        return [...rows, { ...message, SOCIAL_CREATE_TIME: 'the day before yesterday' }];
      }),
    ]),
  );
  return { body: JSON.stringify(spoilt), messages: Object.values(spoilt).flat().length, bad };
}
