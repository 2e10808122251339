import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListConversations } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Allow } from '../access/allow.js';
import { AskedBy, type Caller } from '../access/caller.js';
import { seesOwnOnly } from '../access/domain/roles.js';
import { Paging } from '../http/paging.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { filterOf } from './conversation-filter.js';
import { ConversationQueries } from './conversation.queries.js';
import { ConversationListDto, ConversationListParams } from './conversations.dto.js';
import { presentConversation } from './present.js';

@ApiTags('conversations')
@Controller('api/conversations')
export class ConversationsController {
  constructor(
    private readonly requests: Requests,
    private readonly queries: ConversationQueries,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('conversations:read')
  @ApiOperation({
    summary: 'Conversations, filtered and sorted',
    description:
      'With dates, those with a day in the range, and the numbers of the days inside it only; so with `match=days`. Page by page, or by cursor: then nothing is shown twice or left out while conversations change.',
  })
  @ApiOkResponse({ type: ConversationListDto })
  @ApiProblems(400, 422, 503)
  async listConversations(
    @AskedBy() caller: Caller,
    @Query() params: ConversationListParams,
  ): Promise<ConversationListDto> {
    if (params.cursor !== undefined && params.page !== undefined) {
      throw invalidParameter('page', 'must not be given together with cursor');
    }
    const { organization, role, email } = caller;
    const own = seesOwnOnly(role);
    const page = this.paging.pageOf(params);
    const found = await this.queries.search(caller, params.q);
    const reply = await this.requests.ask(ListConversations, {
      organization,
      ...filterOf(params),
      ...(own ? { agent_email: email ?? '' } : {}),
      conversation_ids: found?.ids ?? null,
      sort: params.sort ?? 'last_message_at',
      order: params.order ?? 'desc',
      offset: page.offset,
      limit: page.size,
      cursor: params.cursor ?? null,
    });
    const ids = reply.conversations.map((row) => row.conversation_id);
    const names = await this.queries.namesFor(caller, ids);
    return {
      conversations: reply.conversations.map((row) =>
        presentConversation(row, names.get(row.conversation_id) ?? null),
      ),
      total: reply.total,
      total_days: reply.total_days ?? null,
      page: params.cursor === undefined ? page.page : null,
      page_size: page.size,
      total_pages: Math.ceil(reply.total / page.size),
      next_cursor: reply.next_cursor,
      // How often others were found is nothing for who sees only their own.
      search: found && { matches: own ? reply.total : found.ids.length, cut: found.cut },
    };
  }
}
