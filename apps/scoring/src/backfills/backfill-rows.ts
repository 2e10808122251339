import type { Backfill } from '@powerpulse/contracts';
import type { Database } from '@powerpulse/runtime';

type Row = Omit<Backfill, 'scorer'> & Backfill['scorer'];

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Newest first; or the one that is asked for. */
export async function readBackfills(
  database: Pick<Database, 'query'>,
  organization: string,
  { backfillId = null, limit = 1 }: { backfillId?: string | null; limit?: number },
): Promise<Backfill[]> {
  const rows = await database.query<Row>(
    `select b.backfill_id, who.provider, who.model, who.rubric, b.status, b.start_date::text as start_date,
       b.end_date::text as end_date, b.upload_id, b.max_days, b.max_usd::float8 as max_usd, b.planned_days, b.note,
       ${iso('b.created_at')} as created_at, ${iso('b.updated_at')} as updated_at,
       (select coalesce(sum(j.scored), 0)::int from jobs j where j.run_id = b.backfill_id
          and j.organization = b.organization) as scored,
       (select coalesce(sum(j.unscored), 0)::int from jobs j where j.run_id = b.backfill_id
          and j.organization = b.organization) as unscored,
       (select count(*)::int from job_days i where i.organization = b.organization and i.run_id = b.backfill_id
          and i.result is null) as waiting,
       (select coalesce(sum(c.cost_usd), 0)::float8 from llm_calls c join jobs j using (job_id)
          where j.run_id = b.backfill_id and j.organization = b.organization) as cost_usd
     from backfills b join scorers who using (scorer_id)
     where b.organization = $1 and ($2::uuid is null or b.backfill_id = $2)
     order by b.created_at desc, b.backfill_id limit $3`,
    [organization, backfillId, limit],
  );
  return rows.map(({ provider, model, rubric, ...row }) => ({ ...row, scorer: { provider, model, rubric } }));
}
