import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetWhatIf } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { AskWhatIfDto, WhatIfDto } from './what-if.dto.js';

/** The first question after a start reads all days. */
const PATIENTLY = { tries: 2, timeoutMs: 20_000 };

@ApiTags('metrics')
@Controller('api/what-if')
export class WhatIfController {
  constructor(private readonly requests: Requests) {}

  @Post()
  @HttpCode(200)
  @Allow('what-if:run')
  @ApiOperation({
    summary: 'The index under other weights or time limits, beside the current ones',
    description:
      'Stores nothing. With a line also which conversations would cross it; with `daily` also date by date.',
  })
  @ApiOkResponse({ type: WhatIfDto })
  @ApiProblems(400, 409, 415, 422, 503)
  async askWhatIf(@Organization() organization: string, @Body() body: AskWhatIfDto): Promise<WhatIfDto> {
    const { start_date = null, end_date = null, weights = null, time_limits = null, line = null } = body;
    if (start_date !== null && end_date !== null && start_date > end_date)
      throw invalidParameter('end_date', 'must not be before start_date');
    const { limit = 20, daily = false } = body;
    const asked = { organization, start_date, end_date, weights, time_limits, line, limit, daily };
    return this.requests.ask(GetWhatIf, asked, PATIENTLY);
  }
}
