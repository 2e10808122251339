import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListLowestDays } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { checkedRange } from '../http/date-range.js';
import { Allow } from '../access/allow.js';
import { AskedBy, type Caller } from '../access/caller.js';
import { LowestDaysParams } from '../metrics/metrics.params.js';
import { ApiProblems } from '../openapi/problems.js';
import { LowestDaysDto } from './days.dto.js';
import { EvidenceReader } from './evidence.js';
import { presentDay } from './present.js';

const DAYS = 5;

@ApiTags('metrics')
@Controller('api/metrics/lowest-days')
export class LowestDaysController {
  constructor(
    private readonly requests: Requests,
    private readonly evidence: EvidenceReader,
  ) {}

  @Get()
  @Allow('metrics:read')
  @ApiOperation({ summary: 'The scored days with the lowest CSI, and why' })
  @ApiOkResponse({ type: LowestDaysDto })
  @ApiProblems(400, 503)
  async getLowestDays(@AskedBy() caller: Caller, @Query() params: LowestDaysParams): Promise<LowestDaysDto> {
    const { days } = await this.requests.ask(ListLowestDays, {
      organization: caller.organization,
      ...checkedRange(params),
      limit: params.limit ?? DAYS,
    });
    const evidence = await this.evidence.of(caller, days);
    const removed = await this.evidence.removedFrom(caller.organization, days);
    return {
      days: days.map(({ chat_id, conversation_id, day }) => ({
        chat_id,
        conversation_id,
        ...presentDay(day, evidence.get(day.day_id) ?? null, removed.has(day.day_id)),
      })),
    };
  }
}
