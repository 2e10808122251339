import type { Tx } from '@powerpulse/runtime';
import type { DayCounts } from '../domain/attribution.js';
import type { DayState } from '../domain/plan-split.js';
import type { ConversationState } from '../domain/split-conversation.js';

export interface ConversationKey {
  organization: string;
  conversationId: string;
}

type SplitConversation = ConversationKey & { days: readonly { date: string }[] };

interface Keyed {
  organization: string;
  conversation_id: string;
}

const columnsOf = (keys: readonly ConversationKey[]): string[][] => [
  keys.map((key) => key.organization),
  keys.map((key) => key.conversationId),
];

export const keyOf = ({ organization, conversationId }: ConversationKey): string =>
  `${conversationId} ${organization}`;
const keyOfRow = (row: Keyed): string => `${row.conversation_id} ${row.organization}`;

/** Locks the conversations, always in the same order, until the end of the transaction, and reads what was last done. */
export async function lockStates(
  tx: Tx,
  keys: readonly SplitConversation[],
): Promise<Map<string, ConversationState>> {
  const columns = columnsOf(keys);
  await tx.query(
    `insert into conversations (organization, conversation_id)
     select * from unnest($1::text[], $2::uuid[]) as k(organization, conversation_id)
     order by 1, 2
     on conflict do nothing`,
    columns,
  );
  const conversations = await tx.query<Keyed & { version: number; time_zone: string | null }>(
    `select c.organization, c.conversation_id, c.version, c.time_zone
     from unnest($1::text[], $2::uuid[]) as k(organization, conversation_id)
     join conversations c using (organization, conversation_id)
     order by c.organization, c.conversation_id
     for update of c`,
    columns,
  );
  const days = await knownDays(tx, keys);
  const waiting = await readWaiting(tx, columns);
  return new Map(
    conversations.map((row) => {
      const key = keyOfRow(row);
      const { version, time_zone: timeZone } = row;
      return [key, { version, timeZone, days: days.get(key) ?? [], waiting: waiting.get(key) ?? new Map() }];
    }),
  );
}

/**
 * The days of before are days of the same messages: in whatever zone, none is further than two days from those of now.
 * So only some months have to be looked into.
 */
export async function knownDays(
  tx: Pick<Tx, 'query'>,
  keys: readonly SplitConversation[],
): Promise<Map<string, DayState[]>> {
  const dates = keys.flatMap(({ days: current }) => current.map(({ date }) => date)).sort();
  const rows = await tx.query<Keyed & DayState>(
    `select d.organization, d.conversation_id, d.date::text, d.version, d.fingerprint
     from unnest($1::text[], $2::uuid[]) as k(organization, conversation_id)
     join days d using (organization, conversation_id)
     where d.date between $3::date - 2 and $4::date + 2`,
    [...columnsOf(keys), dates[0] ?? 'infinity', dates.at(-1) ?? '-infinity'],
  );
  const days = new Map<string, DayState[]>();
  for (const row of rows) {
    const key = keyOfRow(row);
    const own = days.get(key);
    if (own === undefined) days.set(key, [row]);
    else own.push(row);
  }
  return days;
}

async function readWaiting(tx: Tx, columns: string[][]): Promise<Map<string, Map<string, DayCounts>>> {
  const rows = await tx.query<Keyed & { upload_id: string; days: number; days_to_score: number }>(
    `select w.organization, w.conversation_id, w.upload_id, w.days, w.days_to_score
     from unnest($1::text[], $2::uuid[]) as k(organization, conversation_id)
     join unannounced_days w using (organization, conversation_id)`,
    columns,
  );
  const waiting = new Map<string, Map<string, DayCounts>>();
  for (const row of rows) {
    const counts = { days: row.days, daysToScore: row.days_to_score };
    const own = waiting.get(keyOfRow(row));
    if (own === undefined) waiting.set(keyOfRow(row), new Map([[row.upload_id, counts]]));
    else own.set(row.upload_id, counts);
  }
  return waiting;
}
