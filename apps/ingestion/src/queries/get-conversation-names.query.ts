import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetConversationNames, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';

type Reply = ReplyOf<typeof GetConversationNames>;

export class GetConversationNamesQuery extends Query<Reply> {
  constructor(readonly request: RequestOf<typeof GetConversationNames>) {
    super();
  }
}

@QueryHandler(GetConversationNamesQuery)
export class GetConversationNamesHandler implements IQueryHandler<GetConversationNamesQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetConversationNamesQuery): Promise<Reply> {
    const conversations = await this.database.read(request.organization, (tx) =>
      tx.prepared<Reply['conversations'][number]>(
        'conversation-names',
        `select conversation_id, customer_name from conversations
       where organization = $1 and conversation_id = any($2::uuid[])`,
        [request.organization, request.conversation_ids],
      ),
    );
    return { conversations };
  }
}
