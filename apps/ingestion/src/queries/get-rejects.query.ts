import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetRejects, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { REJECT_REASONS, type RejectReasonName } from '../domain/reject-reasons.js';
import { jsonBytes, ReplyBudget } from './reply-budget.js';

type Reply = ReplyOf<typeof GetRejects>;
type Reject = Reply['rejects'][number];

export class GetRejectsQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetRejects>) {
    super();
  }
}

interface Row {
  position: number;
  byte_offset: number;
  list_key: string | null;
  list_index: number;
  reason: RejectReasonName;
  field: string | null;
}

@QueryHandler(GetRejectsQuery)
export class GetRejectsHandler implements IQueryHandler<GetRejectsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetRejectsQuery): Promise<Reply> {
    const { organization, upload_id, after, limit } = request;
    const rows = await this.database.read(organization, (tx) =>
      tx.query<Row>(
        `select position, byte_offset::float8 as byte_offset, list_key, list_index, reason, field from rejects
       where organization = $1 and upload_id = $2 and position > $3 order by position limit $4`,
        [organization, upload_id, after, limit + 1],
      ),
    );
    const budget = new ReplyBudget();
    const rejects: Reject[] = [];
    for (const row of rows.slice(0, limit)) {
      const reject = rejectOf(row);
      if (!budget.take(jsonBytes(reject))) break;
      rejects.push(reject);
    }
    const isMore = rejects.length < rows.length;
    return { rejects, next: isMore ? (rejects.at(-1)?.position ?? null) : null };
  }
}

function rejectOf({ position, byte_offset, list_key, list_index, reason, field }: Row): Reject {
  const { kind, code, message, hint } = REJECT_REASONS[reason];
  const list = list_key === null ? '' : `[${JSON.stringify(list_key)}]`;
  return { position, path: `$${list}[${list_index}]`, byte_offset, kind, code, field, message, hint };
}
