import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetMessages, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { msOf } from '../tables/epoch-ms.js';
import { jsonBytes, ReplyBudget } from './reply-budget.js';
import { type TextRow, transcriptMessage } from './transcript-message.js';

type Request = RequestOf<typeof GetMessages>;
type Reply = ReplyOf<typeof GetMessages>;

export class GetMessagesQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

interface Row extends Omit<TextRow, 'text'> {
  /** Null where retention has removed it. */
  text: string | null;
  agent_username: string | null;
  agent_email: string | null;
}

const IN_SPAN = `organization = $1 and conversation_id = $2 and at >= coalesce($3::timestamptz, '-infinity')
  and at <= coalesce($4::timestamptz, 'infinity')`;

@QueryHandler(GetMessagesQuery)
export class GetMessagesHandler implements IQueryHandler<GetMessagesQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetMessagesQuery): Promise<Reply> {
    const { organization, conversation_id, first_at, last_at, offset, limit } = request;
    const span = [organization, conversation_id, first_at, last_at];
    const [[count], rows] = await this.database.read(
      organization,
      async (tx) =>
        [
          await tx.query<{ total: number }>(
            `select count(*)::int as total from messages where ${IN_SPAN}`,
            span,
          ),
          await tx.query<Row>(
            `select message_id as id, ${msOf('at')} as at, from_customer, text, agent_username, agent_email
         from messages where ${IN_SPAN} order by messages.at, upload_no, position offset $5 limit $6`,
            [...span, offset, limit],
          ),
        ] as const,
    );
    const budget = new ReplyBudget();
    const messages: Reply['messages'] = [];
    for (const row of rows) {
      const { agent_username, agent_email } = row;
      const words = { text: row.text ?? '', text_removed: row.text === null };
      const message = { ...transcriptMessage({ ...row, ...words }), ...words, agent_username, agent_email };
      if (!budget.take(jsonBytes(message))) break;
      messages.push(message);
    }
    return { total: count?.total ?? 0, messages };
  }
}
