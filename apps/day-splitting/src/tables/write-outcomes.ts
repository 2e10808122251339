import type { Tx } from '@powerpulse/runtime';
import type { Unannounced } from '../domain/attribution.js';
import type { CurrentConversation, SplitOutcome } from '../domain/split-conversation.js';
import type { ConversationKey } from './conversation-states.js';

/** What was decided about one locked conversation. */
export interface Decision {
  key: ConversationKey;
  current: CurrentConversation;
  /** Unannounced days as they were read. */
  waitingBefore: Unannounced;
  outcome: SplitOutcome;
}

export async function writeOutcomes(tx: Tx, decisions: readonly Decision[]): Promise<void> {
  await writeDays(tx, decisions);
  await writeConversations(tx, decisions);
  await writeWaiting(tx, decisions);
}

async function writeDays(tx: Tx, decisions: readonly Decision[]): Promise<void> {
  const rows = decisions.flatMap(({ key, outcome: { plan } }) =>
    [
      ...(plan?.created.map(({ day, version, fingerprint }) => ({ date: day.date, version, fingerprint })) ??
        []),
      ...(plan?.retracted.map(({ date, version }) => ({ date, version, fingerprint: null })) ?? []),
    ].map((day) => ({ ...key, ...day })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `insert into days (organization, conversation_id, date, version, fingerprint)
     select * from unnest($1::text[], $2::uuid[], $3::date[], $4::int[], $5::text[])
     on conflict (organization, conversation_id, date)
     do update set version = excluded.version, fingerprint = excluded.fingerprint`,
    [
      rows.map((row) => row.organization),
      rows.map((row) => row.conversationId),
      rows.map((row) => row.date),
      rows.map((row) => row.version),
      rows.map((row) => row.fingerprint),
    ],
  );
}

async function writeConversations(tx: Tx, decisions: readonly Decision[]): Promise<void> {
  const rows = decisions.filter(({ outcome }) => outcome.plan !== null);
  if (rows.length === 0) return;
  await tx.query(
    `update conversations c set version = k.version, time_zone = k.time_zone
     from unnest($1::text[], $2::uuid[], $3::int[], $4::text[])
       as k(organization, conversation_id, version, time_zone)
     where c.organization = k.organization and c.conversation_id = k.conversation_id`,
    [
      rows.map(({ key }) => key.organization),
      rows.map(({ key }) => key.conversationId),
      rows.map(({ current }) => current.version),
      rows.map(({ current }) => current.timeZone),
    ],
  );
}

async function writeWaiting(tx: Tx, decisions: readonly Decision[]): Promise<void> {
  const announced = decisions.flatMap(({ key, waitingBefore, outcome }) =>
    [...waitingBefore.keys()]
      .filter((id) => !outcome.waiting.has(id))
      .map((uploadId) => ({ ...key, uploadId })),
  );
  if (announced.length > 0) {
    await tx.query(
      `delete from unannounced_days w using unnest($1::text[], $2::uuid[], $3::uuid[])
         as k(organization, conversation_id, upload_id)
       where w.organization = k.organization and w.conversation_id = k.conversation_id
         and w.upload_id = k.upload_id`,
      [
        announced.map((row) => row.organization),
        announced.map((row) => row.conversationId),
        announced.map((row) => row.uploadId),
      ],
    );
  }
  const waiting = decisions.flatMap(({ key, waitingBefore, outcome }) =>
    [...outcome.waiting]
      .filter(([uploadId, counts]) => waitingBefore.get(uploadId) !== counts)
      .map(([uploadId, counts]) => ({ ...key, uploadId, ...counts })),
  );
  if (waiting.length === 0) return;
  await tx.query(
    `insert into unannounced_days (organization, conversation_id, upload_id, days, days_to_score)
     select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $5::int[])
     on conflict (organization, conversation_id, upload_id)
     do update set days = excluded.days, days_to_score = excluded.days_to_score`,
    [
      waiting.map((row) => row.organization),
      waiting.map((row) => row.conversationId),
      waiting.map((row) => row.uploadId),
      waiting.map((row) => row.days),
      waiting.map((row) => row.daysToScore),
    ],
  );
}
