import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ExplainChange } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { checkedRange, rangeBefore, rangeYearBefore } from '../http/date-range.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { invalidParameter } from '../http/problem.js';
import { ApiProblems } from '../openapi/problems.js';
import { ExplainDto, ExplainParams } from './explain.dto.js';

const LISTED = 10;

@ApiTags('metrics')
@Controller('api/metrics/explain')
export class ExplainController {
  constructor(private readonly requests: Requests) {}

  @Get()
  @Allow('metrics:read')
  @ApiOperation({
    summary: 'Why CSI changed',
    description:
      'The change of CSI against the period of equal length just before (or, with `compare=year`, the same dates a year ago), split three ways: into the four pillars, into topics and into agents. Every split adds up to the change exactly (in units of 1e-9). Of a topic or agent `within` is what its own CSI did and `mix` what its share of the days did; a day of several topics counts as a part of a day in each.',
  })
  @ApiOkResponse({ type: ExplainDto })
  @ApiProblems(400, 503)
  async explainMetrics(
    @Organization() organization: string,
    @Query() params: ExplainParams,
  ): Promise<ExplainDto> {
    const { start_date, end_date } = checkedRange(params);
    if (start_date === null) throw invalidParameter('start_date', 'is needed');
    if (end_date === null) throw invalidParameter('end_date', 'is needed');
    const { compare = 'before', scorer = null, limit = LISTED } = params;
    const previous = (compare === 'year' ? rangeYearBefore : rangeBefore)({ start_date, end_date });
    if (previous === null)
      throw invalidParameter('start_date', 'what it is compared with would begin before the year 1');
    return this.requests.ask(ExplainChange, { organization, start_date, end_date, previous, scorer, limit });
  }
}
