import { applyDecorators, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { conversationId } from '@powerpulse/ids';
import { checkedRange } from '../http/date-range.js';
import { Allow } from '../access/allow.js';
import { AskedBy, type Caller } from '../access/caller.js';
import { pageInfo, Paging } from '../http/paging.js';
import { ApiProblems } from '../openapi/problems.js';
import { chatIdOf } from './chat-id.js';
import { ConversationQueries } from './conversation.queries.js';
import { ConversationDetailDto, ConversationParams } from './conversations.dto.js';
import { DayDto } from './days.dto.js';
import { EvidenceReader } from './evidence.js';
import { MessagesDto, MessagesParams } from './messages.dto.js';
import { presentDay, presentDetail } from './present.js';

const ApiChatId = (): MethodDecorator =>
  applyDecorators(
    ApiParam({
      name: 'chat_id',
      description:
        'The id as the export gave it, percent-encoded: any string, a slash as `%2F`. For exactly `.` or `..` see the query parameter of the same name.',
      schema: { type: 'string', example: 'chat-0042' },
    }),
    ApiProblems(400, 404, 414, 503),
  );

@ApiTags('conversations')
@Controller('api/conversations/:chat_id')
export class ConversationController {
  constructor(
    private readonly queries: ConversationQueries,
    private readonly evidence: EvidenceReader,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('conversations:read')
  @ApiOperation({
    summary: 'One conversation',
    description: 'With dates: the numbers of its days inside the range only.',
  })
  @ApiChatId()
  @ApiOkResponse({ type: ConversationDetailDto })
  async getConversation(
    @AskedBy() caller: Caller,
    @Param('chat_id') path: string,
    @Query() params: ConversationParams,
  ): Promise<ConversationDetailDto> {
    const { organization } = caller;
    const chat_id = chatIdOf(path, params.chat_id);
    await this.queries.assertVisible(caller, chat_id);
    const [row, names] = await Promise.all([
      this.queries.summary({ organization, chat_id, ...checkedRange(params) }),
      this.queries.namesFor(caller, [conversationId(organization, chat_id)]),
    ]);
    return presentDetail(row, names.get(row.conversation_id) ?? null);
  }

  @Get('daily')
  @Allow('conversations:read')
  @ApiOperation({
    summary: 'Its days, oldest first',
    description: 'Every score with its reason and the passages behind it. The newest 3,660 days.',
  })
  @ApiChatId()
  @ApiOkResponse({ type: [DayDto] })
  async getConversationDays(
    @AskedBy() caller: Caller,
    @Param('chat_id') path: string,
    @Query() params: ConversationParams,
  ): Promise<DayDto[]> {
    const { organization } = caller;
    const chat_id = chatIdOf(path, params.chat_id);
    await this.queries.assertVisible(caller, chat_id);
    const { conversation, days } = await this.queries.days({
      organization,
      chat_id,
      ...checkedRange(params),
    });
    const { conversation_id } = conversation;
    const own = days.map((day) => ({ conversation_id, day }));
    const evidence = await this.evidence.of(caller, own);
    const removed = await this.evidence.removedFrom(organization, own);
    return days.map((day) => presentDay(day, evidence.get(day.day_id) ?? null, removed.has(day.day_id)));
  }

  @Get('messages')
  @Allow('messages:read')
  @ApiOperation({ summary: 'Its transcript, oldest first' })
  @ApiChatId()
  @ApiOkResponse({ type: MessagesDto })
  async getConversationMessages(
    @AskedBy() caller: Caller,
    @Param('chat_id') path: string,
    @Query() params: MessagesParams,
  ): Promise<MessagesDto> {
    const chatId = chatIdOf(path, params.chat_id);
    await this.queries.assertVisible(caller, chatId);
    const page = this.paging.pageOf(params);
    const { total, messages } = await this.queries.transcript(caller.organization, chatId, page);
    return {
      chat_id: chatId,
      messages: messages.map(({ at, text_removed = false, ...message }) => ({
        ...message,
        text_removed,
        sent_at: new Date(at).toISOString(),
      })),
      ...pageInfo(page, total),
    };
  }
}
