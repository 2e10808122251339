import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetConversationNames, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database, plainArray } from '@powerpulse/runtime';

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
    const { organization, conversation_ids } = request;
    const conversations = await this.database.readOne<Reply['conversations'][number]>(organization, {
      name: 'conversation-names',
      text: `select conversation_id, customer_name from conversations
        where organization = $1 and conversation_id = any($2::uuid[])`,
      values: [organization, plainArray(conversation_ids)],
    });
    return { conversations };
  }
}
