import type { GetEvidence, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Judgement } from '../domain/scorer.js';

type Request = RequestOf<typeof GetEvidence>;
type Reply = ReplyOf<typeof GetEvidence>;

export class GetEvidenceQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

interface Row {
  day_id: string;
  version: number;
  provider: string;
  model: string;
  rubric: string;
  judgement: string;
}

/** Well under the 512 KB of a reply. */
const MAX_REPLY = 400_000;

@QueryHandler(GetEvidenceQuery)
export class GetEvidenceHandler implements IQueryHandler<GetEvidenceQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetEvidenceQuery): Promise<Reply> {
    const rows = await this.database.read(request.organization, (tx) =>
      tx.query<Row>(
        // Day by day, each by its key: left to itself the planner reads every job of an organization it has no
        // statistics of yet.
        `select distinct on (asked.place) asked.day_id, asked.version, who.provider, who.model, who.rubric,
           s.judgement::text as judgement
         from unnest($2::uuid[], $3::int[]) with ordinality as asked(day_id, version, place)
         cross join lateral (
           select i.job_id, i.generation from job_days i
           where i.organization = $1 and i.day_id = asked.day_id and i.version = asked.version and i.result = 'scored'
           offset 0) as i
         cross join lateral (
           select j.scorer_id, j.completed_at from jobs j where j.job_id = i.job_id offset 0) as j
         cross join lateral (
           select d.transcript_hash from days d
           where d.organization = $1 and d.day_id = asked.day_id and d.version = asked.version offset 0) as d
         cross join lateral (
           select s.judgement from scores s
           where s.organization = $1 and s.transcript_hash = d.transcript_hash and s.scorer_id = j.scorer_id
             and s.generation = i.generation offset 0) as s
         join scorers who on who.scorer_id = j.scorer_id
         order by asked.place, j.completed_at desc`,
        [request.organization, request.days.map((day) => day.day_id), request.days.map((day) => day.version)],
      ),
    );
    const days: Reply['days'] = [];
    let size = 0;
    for (const row of rows) {
      size += row.judgement.length;
      if (size > MAX_REPLY) break;
      days.push(evidenceOf(row));
    }
    return { days };
  }
}

function evidenceOf({ day_id, version, provider, model, rubric, judgement }: Row): Reply['days'][number] {
  const { reason, quotes, nullReasons, confidence, notes, droppedQuotes } = JSON.parse(
    judgement,
  ) as Judgement;
  return {
    day_id,
    version,
    scorer: { provider, model, rubric },
    reason,
    quotes: quotes.map(({ metric, messageId, start, length }) => ({
      metric,
      message_id: messageId,
      start,
      length,
    })),
    null_reasons: nullReasons,
    confidence,
    notes: [...(notes ?? []), ...droppedNote(droppedQuotes ?? 0)],
  };
}

const droppedNote = (dropped: number): string[] =>
  dropped === 0 ? [] : [`${dropped} quotes of the model were not in the transcript and were dropped`];
