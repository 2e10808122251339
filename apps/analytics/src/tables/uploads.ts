import type { Tx } from '@powerpulse/runtime';
import type { JudgedVersion, UploadCounts } from '../domain/upload-progress.js';

const COLUMNS = {
  conversationsSplit: 'conversations_split',
  daysAnnounced: 'days_announced',
  daysToScore: 'days_to_score',
  daysCreated: 'days_created',
  daysScored: 'days_scored',
  daysUnscored: 'days_unscored',
  scoringCalls: 'scoring_calls',
} as const satisfies Record<Exclude<keyof UploadCounts, 'conversationsChanged'>, string>;
const FIELDS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const NAMES = Object.values(COLUMNS);

/** Adds to the counts of uploads, always in the order of their ids. */
export async function addToUploads(
  tx: Tx,
  organization: string,
  uploads: ReadonlyMap<string, UploadCounts>,
): Promise<void> {
  if (uploads.size === 0) return;
  const sorted = [...uploads].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.client.query({
    name: 'add-to-uploads',
    text: `insert into upload_progress (organization, upload_id, conversations_changed, ${NAMES.join(', ')})
      select $1, u.* from unnest($2::uuid[], $3::int[], ${NAMES.map((_, i) => `$${i + 4}::int[]`).join(', ')}) as u
      on conflict (organization, upload_id) do update set updated_at = now(),
        conversations_changed = coalesce(excluded.conversations_changed, upload_progress.conversations_changed),
        ${NAMES.map((name) => `${name} = upload_progress.${name} + excluded.${name}`).join(', ')}`,
    values: [
      organization,
      sorted.map(([id]) => id),
      sorted.map(([, counts]) => counts.conversationsChanged),
      ...FIELDS.map((field) => sorted.map(([, counts]) => counts[field])),
    ],
  });
}

/** Remembers judgements; answers how each upload's number of scored and unscored days changes by them. */
export async function recordJudged(
  tx: Tx,
  organization: string,
  judged: readonly JudgedVersion[],
): Promise<{ uploadId: string; scored: number; unscored: number }[]> {
  if (judged.length === 0) return [];
  const { rows } = await tx.client.query<{ uploadId: string; scored: number; unscored: number }>({
    name: 'record-judged',
    // A day that was given up and got its score after all moves from one count to the other.
    text: `with given as (select * from unnest($2::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::date[], $7::boolean[])
        as g(upload_id, day_id, version, conversation_id, date, scored)),
      better as (
        update judged_days j set scored = true from given g
        where j.organization = $1 and j.upload_id = g.upload_id and j.day_id = g.day_id and j.version = g.version
          and g.scored and not j.scored
        returning j.upload_id),
      first as (
        insert into judged_days (organization, upload_id, day_id, version, conversation_id, date, scored)
        select $1, g.* from given g on conflict do nothing returning upload_id, scored)
      select upload_id as "uploadId", sum(scored)::int as scored, sum(unscored)::int as unscored from (
        select upload_id, 1 as scored, -1 as unscored from better
        union all select upload_id, scored::int, (not scored)::int from first) as c
      group by upload_id`,
    values: [
      organization,
      judged.map((j) => j.uploadId),
      judged.map((j) => j.dayId),
      judged.map((j) => j.version),
      judged.map((j) => j.conversationId),
      judged.map((j) => j.date),
      judged.map((j) => j.scored),
    ],
  });
  return rows;
}
