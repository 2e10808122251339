import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetUsage, SetBudget } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { checkedRange } from '../http/date-range.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { BudgetDto, BudgetStateDto, SetBudgetDto, UsageParams, UsageReportDto } from './usage.dto.js';

@ApiTags('judging')
@Controller('api')
export class UsageController {
  constructor(private readonly requests: Requests) {}

  @Get('usage')
  @Allow('judging:read')
  @ApiOperation({ summary: 'Tokens, calls, cost and answers from the store, by date, model and upload' })
  @ApiOkResponse({ type: UsageReportDto })
  @ApiProblems(400, 503)
  async getUsage(
    @Organization() organization: string,
    @Query() params: UsageParams,
  ): Promise<UsageReportDto> {
    return this.requests.ask(GetUsage, {
      organization,
      ...checkedRange(params),
      upload_id: params.upload_id ?? null,
    });
  }

  @Get('budgets')
  @Allow('judging:read')
  @ApiOperation({ summary: 'The budget of this month and how much of it is used' })
  @ApiOkResponse({ type: BudgetStateDto })
  @ApiProblems(503)
  async getBudget(@Organization() organization: string): Promise<BudgetStateDto> {
    const question = { organization, start_date: null, end_date: null, upload_id: null };
    return (await this.requests.ask(GetUsage, question)).budget;
  }

  @Put('budgets')
  @Allow('judging:write')
  @ApiOperation({
    summary: 'Limit what may be spent in a month',
    description:
      'At the limit days wait, unscored with the reason `budget_exhausted`, until there is budget.',
  })
  @ApiOkResponse({ type: BudgetDto })
  @ApiProblems(400, 415, 503)
  async setBudget(@Organization() organization: string, @Body() body: SetBudgetDto): Promise<BudgetDto> {
    return this.requests.ask(SetBudget, { organization, usd_per_month: body.usd_per_month });
  }
}
