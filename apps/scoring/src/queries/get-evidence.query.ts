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
        `select distinct on (asked.place) i.day_id, i.version, who.provider, who.model, who.rubric,
         s.judgement::text as judgement
       from unnest($2::uuid[], $3::int[]) with ordinality as asked(day_id, version, place)
       join job_days i on i.organization = $1 and i.day_id = asked.day_id and i.version = asked.version
         and i.result = 'scored'
       join days d on d.organization = $1 and d.day_id = i.day_id and d.version = i.version
       join jobs j on j.job_id = i.job_id
       join scorers who on who.scorer_id = j.scorer_id
       join scores s on s.organization = $1 and s.transcript_hash = d.transcript_hash
         and s.scorer_id = j.scorer_id and s.generation = i.generation
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
