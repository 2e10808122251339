import type { Label, RecordLabels, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { conversationId, dayId } from '@powerpulse/ids';
import { Database, InvalidInput, type Tx } from '@powerpulse/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

type Reply = ReplyOf<typeof RecordLabels>;

export class RecordLabelsCommand extends Command<Reply> {
  constructor(readonly request: RequestOf<typeof RecordLabels>) {
    super();
  }
}

interface Rating {
  day_id: string;
  rater: string;
  metric: string;
  /** Null: taken back. */
  value: number | null;
  transcript_hash: string;
}

/** A label is about a text: it is kept with that text's hash, like scores are. */
@CommandHandler(RecordLabelsCommand)
export class RecordLabelsHandler implements ICommandHandler<RecordLabelsCommand> {
  constructor(private readonly database: Database) {}

  async execute({ request: { organization, labels } }: RecordLabelsCommand): Promise<Reply> {
    refuseTwice(labels);
    return this.database.transaction(async (tx) => {
      const ratings = await ratingsOf(tx, organization, labels);
      const kept = ratings.filter(({ value }) => value !== null);
      const stored = await store(tx, organization, kept);
      const removed = await remove(
        tx,
        organization,
        ratings.filter(({ value }) => value === null),
      );
      return {
        recorded: kept.length,
        withdrawn: ratings.length - kept.length,
        changed: stored + removed,
      };
    });
  }
}

/** Which of two should count nobody could tell. */
function refuseTwice(labels: readonly Label[]): void {
  const seen = new Set<string>();
  const twice = labels.flatMap(({ chat_id, analysis_date, rater }, i) => {
    const key = JSON.stringify([chat_id, analysis_date, rater]);
    if (!seen.has(key)) return seen.add(key) && [];
    return { path: `labels.${i}`, message: 'the same rater and day are there twice: join them' };
  });
  if (twice.length > 0) throw new InvalidInput('A rater has rated a day twice in one call.', twice);
}

async function ratingsOf(tx: Tx, organization: string, labels: readonly Label[]): Promise<Rating[]> {
  const days = labels.map(({ chat_id, analysis_date }) =>
    dayId(organization, conversationId(organization, chat_id), analysis_date),
  );
  const read = await tx.query<{ transcript_hash: string | null }>(
    `select d.transcript_hash
     from unnest($2::uuid[], $3::int[]) with ordinality as asked(day_id, version, place)
     left join lateral (
       select transcript_hash, version from days
       where organization = $1 and day_id = asked.day_id and version = coalesce(asked.version, version)
       order by version desc limit 1) d
       on not exists (select from retracted_days r
         where r.organization = $1 and r.day_id = asked.day_id and r.version >= d.version)
     order by asked.place`,
    [organization, days, labels.map(({ version }) => version ?? null)],
  );
  const unknown = read.flatMap(({ transcript_hash }, i) =>
    transcript_hash === null ? [{ path: `labels.${i}`, message: NO_SUCH_DAY }] : [],
  );
  if (unknown.length > 0) throw new InvalidInput(`labels: ${NO_SUCH_DAY}; nothing was stored`, unknown);
  return labels.flatMap(({ rater, ratings }, i) =>
    Object.entries(ratings).map(([metric, value]) => ({
      day_id: days[i] ?? '',
      rater,
      metric,
      value,
      transcript_hash: read[i]?.transcript_hash ?? '',
    })),
  );
}

const NO_SUCH_DAY =
  'there is no such conversation-day with a message of the customer, or not in this version';

/** Rows that were not so before. In one order, so that two calls can not wait for each other. */
async function store(tx: Tx, organization: string, ratings: readonly Rating[]): Promise<number> {
  if (ratings.length === 0) return 0;
  const changed = await tx.query(
    `insert into labels (organization, day_id, rater, metric, value, transcript_hash)
     select $1, day_id, rater, metric, value, transcript_hash
     from json_to_recordset($2::json)
       as u(day_id uuid, rater text, metric text, value float8, transcript_hash text)
     order by day_id, rater, metric
     on conflict (organization, day_id, rater, metric) do update
       set value = excluded.value, transcript_hash = excluded.transcript_hash, rated_at = now()
       where (labels.value, labels.transcript_hash) <> (excluded.value, excluded.transcript_hash)
     returning 1 as one`,
    [organization, JSON.stringify(ratings)],
  );
  return changed.length;
}

async function remove(tx: Tx, organization: string, ratings: readonly Rating[]): Promise<number> {
  if (ratings.length === 0) return 0;
  const gone = await tx.query(
    `delete from labels l using json_to_recordset($2::json) as u(day_id uuid, rater text, metric text)
     where l.organization = $1 and (l.day_id, l.rater, l.metric) = (u.day_id, u.rater, u.metric)
     returning 1 as one`,
    [organization, JSON.stringify(ratings)],
  );
  return gone.length;
}
